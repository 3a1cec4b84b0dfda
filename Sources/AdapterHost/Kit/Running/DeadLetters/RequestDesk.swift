import IoTTransport
import Logging

/// Takes what commands ask of a running host, as long as it runs.
struct RequestDesk {
    let spool: Spool
    let desk: DeadLetterDesk
    let logger: Logger

    /// Between a failure and the next try.
    private static let pause = Duration.seconds(10)

    func run() async {
        while !Task.isCancelled {
            do {
                for request in try await spool.nextRequests() { try await answer(request) }
            } catch is CancellationError {
                return
            } catch {
                logger.warning("dead letters: \(error); next try in \(Self.pause)")
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    private func answer(_ request: SpoolRequest) async throws {
        guard let wanted = DeadLetterRequest(request) else {
            logger.warning("a command asked for \"\(request.kind)\", which this version does not know")
            return try await desk.refuse(request)
        }
        let answer = try await desk.perform(wanted, answering: request)
        let counts = answer.counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
        let words = counts.isEmpty ? "none were meant" : counts.joined(separator: ", ")
        logger.info("dead letters: \(wanted.action.rawValue): \(words)")
    }
}
