import AdapterTestKit
import Testing

@testable import LineLogAdapter

@Suite struct LineLogAdapterTests {
    static let kit = AdapterConformance(
        LineLogAdapter.self,
        testdata: "../../Sources/Adapters/LineLog/testdata", beside: #filePath)

    @Test(arguments: try kit.cases())
    func `keeps every promise`(_ testCase: AdapterCase) async {
        for failure in await Self.kit.failures(of: testCase) { Issue.record("\(failure)") }
    }

    @Test func `options that are wrong are found`() {
        for failure in Self.kit.optionFailures() { Issue.record("\(failure)") }
    }
}
