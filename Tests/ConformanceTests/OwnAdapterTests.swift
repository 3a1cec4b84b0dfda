import AdapterTestKit
import CSVAdapter
import JMFHTTPAdapter
import PrinectAdapter
import SyntheticAdapter
import Testing

/// The adapters of this repository, put through the test kit with the cases beside their code.
@Suite struct OwnAdapterTests {
    private static let folder = "../../Sources/Adapters/"
    private static let kits = [
        AdapterConformance(PrinectAdapter.self, testdata: folder + "Prinect/testdata", beside: #filePath),
        AdapterConformance(CSVAdapter.self, testdata: folder + "CSV/testdata", beside: #filePath),
        AdapterConformance(
            JMFHTTPAdapter.self, testdata: folder + "JMFReceiver/testdata", beside: #filePath,
            feed: PostFeed(
                path: "/jmfportal",
                contentTypes: [
                    "jmf": "application/vnd.cip4-jmf+xml", "xjmf": "application/vnd.cip4-xjmf+xml", "xml": "text/xml",
                ])),
        AdapterConformance(
            SyntheticAdapter.self, testdata: folder + "Synthetic/testdata", beside: #filePath, feed: GeneratorFeed()),
    ]

    /// A case with the kit that it belongs to.
    struct Subject: Sendable, CustomTestStringConvertible {
        let kit: AdapterConformance
        let testCase: AdapterCase
        var testDescription: String { testCase.path.split(separator: "/").suffix(3).joined(separator: "/") }
    }

    private static func subjects() throws -> [Subject] {
        try kits.flatMap { kit in try kit.cases().map { Subject(kit: kit, testCase: $0) } }
    }

    @Test(arguments: try subjects())
    func `keeps every promise`(_ subject: Subject) async {
        for failure in await subject.kit.failures(of: subject.testCase) { Issue.record("\(failure)") }
    }

    @Test(arguments: kits.indices)
    func `options that are wrong are found`(_ index: Int) {
        for failure in Self.kits[index].optionFailures() { Issue.record("\(failure)") }
    }
}
