import Foundation
import TestServers

/// What `adapter-host doctor --json` said, with what differs from run to run replaced by names.
struct Diagnosis {
    struct Finding: Codable, Equatable {
        var id: String
        var level: String
        var subject: String
        var cause: String
        var nextStep: String?
    }
    private struct Output: Codable {
        var verdict: String
        var findings: [Finding]
    }

    let status: Int32
    let verdict: String
    let findings: [Finding]
    private let output: String

    /// Runs it on a plant.
    ///
    /// - Parameters:
    ///   - names: texts, and what stands for each.
    ///   - wrapper: a program with arguments that starts it.
    init(
        _ plant: Plant, _ more: [String] = [], names: [String: String] = [:], wrapper: [String] = []
    ) throws {
        let arguments = ["doctor", "--json", "--config", plant.configuration] + more
        let result =
            wrapper.isEmpty
            ? try HostProcess.run(arguments)
            : try HostProcess.run(
                Array(wrapper.dropFirst()) + [HostProcess.program] + arguments, program: wrapper[0])
        status = result.status
        output = result.output + result.complaints
        guard let parsed = try? JSONDecoder().decode(Output.self, from: Data(result.output.utf8)) else {
            (verdict, findings) = ("no JSON: \(output)", [])
            return
        }
        verdict = parsed.verdict
        let names = names.merging([plant.folder.path: "{folder}"]) { one, _ in one }
        findings = parsed.findings.map { finding in
            var finding = finding
            for (text, name) in names.sorted(by: { $0.key.count > $1.key.count }) {
                finding.cause = finding.cause.replacingOccurrences(of: text, with: name)
                finding.nextStep = finding.nextStep?.replacingOccurrences(of: text, with: name)
            }
            return finding
        }
    }

    /// Those that are not all right, by their ids; the host as a rule is not running.
    var troubles: [String] {
        findings.filter { $0.level != "ok" && $0.id != "host.notRunning" }.map(\.id)
    }

    /// `level subject: cause → next step`
    func words(_ id: String) -> String? {
        findings.first { $0.id == id }.map { "\($0.level) \($0.subject): \($0.cause) → \($0.nextStep ?? "")" }
    }
}
