/// Asks for the configuration to be read again. Several that come while one is served are served as one.
struct ReloadRequests: Sendable {
    /// Why, for the log.
    let reasons: AsyncStream<String>
    private let continuation: AsyncStream<String>.Continuation

    init() {
        (reasons, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func ask(_ reason: String) { continuation.yield(reason) }
}
