public import AdapterAPI
import Logging
import PrintDocuments
import WebParts

/// Print messages that presses post over HTTP: `adapter: jmf-http`.
public struct JMFHTTPAdapter: DocumentAdapter {
    public static let kind = "jmf-http"

    private let listener: ListenerSettings
    private let options: ReceiverOptions
    private let reader: PrintDocumentReader

    public init(_ configuration: inout ConfigurationReader) {
        listener = ListenerSettings(&configuration)
        options = ReceiverOptions(&configuration)
        reader = PrintDocumentReader(options: PrintDocumentOptions(&configuration))
    }

    /// Two sources of one host must not share address and path.
    public var exclusiveInput: String? { "\(listener.scheme)://\(listener.address)\(options.path)" }

    /// Never: a file without a press file belongs to the adapter that reads folders. `convert --press` may name this one.
    public static func recognises(name: String, head: [UInt8]) -> Bool { false }

    /// Listens until cancelled. Returns at once when the run ends as soon as it is idle: nothing lies there.
    public func run(_ context: AdapterContext) async throws {
        guard !context.stopsWhenIdle else {
            context.logger.info("jmf-http: takes nothing in a run that ends when idle")
            return
        }
        let intake = Intake(limit: options.maxBodiesInFlight)
        let route = Route(
            options: options, sourceID: context.sourceID, intake: intake, clock: context.clock, logger: context.logger)
        let listener = try await ListenerRegistry.shared.join(listener, route: route, logger: context.logger)
        context.logger.info("listens on \(self.listener.scheme)://\(self.listener.address)\(options.path)")
        if !self.listener.address.isLoopback, options.allow.isEmpty, self.listener.tls?.clientCA == nil {
            context.logger.notice(
                "anyone who reaches \(self.listener.address) can send: allow: or tls.clientCA limits it")
        }
        let result: Result<Void, any Error>
        do {
            try await IntakeWorker(
                intake: intake, reader: reader, largestBody: options.maxBodySize, context: context
            ).run()
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await ListenerRegistry.shared.leave(listener, route: route)
        try result.get()
    }

    public func read(_ document: Document, to sink: any DocumentSink) async throws {
        try await reader.read(document, to: sink)
    }
}
