import Glibc

/// The python paho client, in an environment of its own beside this program: made once, from PyPI.
struct PahoBenchmark {
    private let python: String
    private let script: String
    private let workspace: Workspace
    private let input: BenchInput
    private let port: UInt16
    /// It is several times slower than the rest, so it gets fewer messages.
    private let count: Int

    private static let package = "paho-mqtt==2.1.0"

    /// Nil, with the reason, where the client cannot be had.
    init?(options: Options, workspace: Workspace, input: BenchInput, broker: Broker) {
        let environment = "\(workspace.programs)/paho"
        python = "\(environment)/bin/python"
        script = "\(workspace.programs)/../../../Python/paho_publish.py"
        self.workspace = workspace
        self.input = input
        port = broker.port
        count = min(options.published, 50_000)
        do {
            let isThere = try? ChildProcess.run([python, "-c", "import paho.mqtt.client"], errors: "/dev/null")
            if isThere == nil {
                note("bench: making an environment with \(Self.package)")
                _ = try ChildProcess.run(["python3", "-m", "venv", "--clear", environment], errors: workspace.log)
                _ = try ChildProcess.run(
                    [python, "-m", "pip", "install", "--quiet", Self.package], errors: workspace.log)
            }
        } catch {
            note("bench: the python paho client is left out: \(error)")
            return nil
        }
    }

    /// Messages acknowledged a second.
    func speed() throws -> Double {
        let answer = workspace.file("paho")
        _ = try ChildProcess.run(
            [python, script, "\(count)", "100", "\(port)", input.body, DeliveryBenchmark.topic], output: answer,
            errors: workspace.log)
        guard let speed = Double(try readText(answer).filter { !$0.isWhitespace }) else {
            throw BenchError("paho_publish.py printed no number")
        }
        return speed
    }
}
