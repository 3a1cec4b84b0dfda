public import AdapterAPI
import CSVAdapter
import JMFHTTPAdapter
import PrinectAdapter
import SyntheticAdapter

/// The adapters of this repository: one line each.
public enum Adapters {
    public static let all: [any SourceAdapter.Type] = [
        PrinectAdapter.self,
        JMFHTTPAdapter.self,
        CSVAdapter.self,
        SyntheticAdapter.self,
        // new adapters
    ]
}
