public import AdapterAPI

/// What a body in memory gave.
public struct BodyReading: Sendable {
    /// All records, also when the body is refused: those before the fault.
    public var batch: RecordBatch
    /// The messages, in document order, where the body holds JMF or XJMF.
    public var messages: [PrintMessage] = []
    /// The root of the first document of messages.
    public var root: PrintMessage.Root?
    /// Why the body is refused; nil when it is good.
    public var fault: DocumentFault?
}
