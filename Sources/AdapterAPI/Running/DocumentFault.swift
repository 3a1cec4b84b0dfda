/// Why a document was refused, and where: what the reason file and the log line say.
public struct DocumentFault: Error, Sendable, Equatable, CustomStringConvertible {
    /// From 1; 0 when the fault has no place.
    public var line: Int
    /// From 1; 0 when the fault has no column.
    public var column: Int
    /// What is wrong, and if it helps, what to do.
    public var reason: String
    /// Records that were taken before the fault.
    public var recordsTaken: Int

    public init(line: Int = 0, column: Int = 0, reason: String, recordsTaken: Int = 0) {
        self.line = line
        self.column = column
        self.reason = reason
        self.recordsTaken = recordsTaken
    }

    /// `line:column: reason`, ready to follow a file's name and a colon.
    public var description: String {
        line == 0 ? reason : column == 0 ? "\(line): \(reason)" : "\(line):\(column): \(reason)"
    }
}
