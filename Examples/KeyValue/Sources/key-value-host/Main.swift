import AdapterHostKit
import Adapters
import KeyValueAdapter

/// A host that knows one adapter more.
@main struct Main {
    static func main() async {
        await HostProgram.main(adapters: Adapters.all + [KeyValueAdapter.self])
    }
}
