public import AdapterAPI
import Foundation

/// Puts an adapter through what a host expects of it, with the cases in a folder: see ``AdapterCase`` for what a case is
/// and ``ConformanceCheck`` for what is looked at.
///
/// It needs no test library: whatever does not hold is a ``ConformanceFailure``. With swift-testing:
///
///     @Suite struct MyAdapterTests {
///         static let kit = AdapterConformance(MyAdapter.self, testdata: "testdata", beside: #filePath)
///
///         @Test(arguments: try kit.cases())
///         func `keeps its promises`(_ testCase: AdapterCase) async {
///             for failure in await Self.kit.failures(of: testCase) { Issue.record("\(failure)") }
///         }
///     }
///
/// Records go through the host's own pipeline, with header v1 and with a clock that stands at 2026-01-01, so ids and bytes
/// are the same each time. With `ADAPTER_TESTKIT_RECORD=1` in the environment the expected files are written anew from
/// what comes, to be read before they are committed.
public struct AdapterConformance: Sendable {
    let type: any SourceAdapter.Type
    let feed: any InputFeed
    let limits: ConformanceLimits
    /// The folder of cases.
    public let testdata: String
    let isRecording: Bool

    /// - Parameters:
    ///   - testdata: the folder of cases; a relative path starts from the folder of `file`.
    ///   - feed: how inputs reach the adapter.
    ///   - isRecording: whether expected files are written; by default whether ADAPTER_TESTKIT_RECORD is set.
    public init(
        _ type: any SourceAdapter.Type, testdata: String, beside file: String = "", feed: any InputFeed = FolderFeed(),
        limits: ConformanceLimits = ConformanceLimits(), isRecording: Bool? = nil
    ) {
        self.type = type
        self.feed = feed
        self.limits = limits
        let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
        self.testdata = testdata.hasPrefix("/") ? testdata : folder + "/" + testdata
        let recorded = ProcessInfo.processInfo.environment["ADAPTER_TESTKIT_RECORD"] ?? ""
        self.isRecording = isRecording ?? !["", "0"].contains(recorded)
    }

    /// The cases, in the order of their names.
    /// - Throws: ``ConformanceFailure`` when there are none, or one holds no press file.
    public func cases() throws -> [AdapterCase] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: testdata)) ?? []
        let cases = try names.filter { name in
            var isFolder: ObjCBool = false
            return !name.hasPrefix(".")
                && FileManager.default.fileExists(atPath: testdata + "/" + name, isDirectory: &isFolder)
                && isFolder.boolValue
        }
        .sorted().map { try AdapterCase(name: $0, path: testdata + "/" + $0) }
        guard !cases.isEmpty else {
            throw ConformanceFailure("", .golden, "\(testdata) holds no case: a folder with a \(AdapterCase.pressFile)")
        }
        return cases
    }

    /// Everything that does not hold: of all cases, and of the options.
    public func failures() async -> [ConformanceFailure] {
        do {
            var failures = optionFailures()
            for testCase in try cases() { failures += await self.failures(of: testCase) }
            return failures
        } catch {
            return [error as? ConformanceFailure ?? ConformanceFailure("", .golden, "\(error)")]
        }
    }

    /// What does not hold for one case. The further checks rest on the golden run: when its press file is at fault, or
    /// it does not give what is expected, they are left out.
    public func failures(of testCase: AdapterCase) async -> [ConformanceFailure] {
        do {
            guard let golden = try await golden(testCase) else { return [] }
            var failures: [ConformanceFailure] = []
            for check in ConformanceCheck.allCases {
                do {
                    try await run(check, testCase, golden)
                } catch {
                    failures.append(
                        error as? ConformanceFailure ?? ConformanceFailure(testCase.name, check, "\(error)"))
                }
            }
            return failures
        } catch {
            return [error as? ConformanceFailure ?? ConformanceFailure(testCase.name, .golden, "\(error)")]
        }
    }

    private func run(_ check: ConformanceCheck, _ testCase: AdapterCase, _ golden: Golden) async throws {
        switch check {
        case .golden, .options: break
        case .determinism: try await checkDeterminism(testCase, golden)
        case .resume: try await checkResume(testCase, golden)
        case .backPressure: try await checkBackPressure(testCase, golden)
        case .cancellation: try await checkCancellation(testCase, golden)
        case .failingSink: try await checkFailingSink(testCase, golden)
        case .twoAtOnce: try await checkTwoAtOnce(testCase, golden)
        case .documents: try await checkDocuments(testCase, golden)
        }
    }
}
