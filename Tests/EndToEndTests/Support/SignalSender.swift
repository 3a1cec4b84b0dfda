import Synchronization
import TestServers

/// Sends JMF signals as real senders do: each is kept and sent again, unchanged, until it is answered with a 2xx; no answer
/// and 5xx mean to try again, and so do 404, 408 and 429; any other 4xx deletes it for good.
final class SignalSender: Sendable {
    struct Tally {
        var waiting: [String]
        var answered: [String] = []
        var deleted: [String] = []
        var tries = 0
    }
    private let state: Mutex<Tally>
    private let port: Int

    /// - Parameter jobs: one signal is sent for each.
    init(port: Int, jobs: [String]) {
        self.port = port
        state = Mutex(Tally(waiting: jobs))
    }

    var tally: Tally { state.withLock { $0 } }

    /// Sends until nothing waits.
    func run() async throws {
        var connection: RawConnection?
        while let job = state.withLock({ $0.waiting.first }) {
            let status = await post(job, &connection)
            state.withLock { $0.tries += 1 }
            switch status {
            case .some(200...299): state.withLock { $0.answered.append($0.waiting.removeFirst()) }
            case .some(404), .some(408), .some(429), .some(500...599), nil: try await Task.sleep(for: .milliseconds(20))
            default: state.withLock { $0.deleted.append($0.waiting.removeFirst()) }
            }
        }
    }

    /// The answer's status; nil when there was none. A connection is used again as long as it lasts.
    private func post(_ job: String, _ connection: inout RawConnection?) async -> Int? {
        let body = """
            <JMF xmlns="http://www.CIP4.org/JDFSchema_1_1" SenderID="press-7" TimeStamp="2026-11-23T08:15:30+01:00" \
            Version="1.4"><Signal ID="\(job)" Type="Resource"><ResourceInfo JobID="\(job)"/></Signal></JMF>
            """
        do {
            let open = try connection ?? RawConnection(port: port)
            connection = open
            try await open.post(body: Array(body.utf8))
            let response = try await open.response(within: .seconds(5))
            if response?.fields["connection"] == "close" || response == nil { connection = nil }
            return response?.status
        } catch {
            connection = nil
            return nil
        }
    }
}
