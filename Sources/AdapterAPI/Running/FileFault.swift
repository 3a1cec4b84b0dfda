import Glibc

/// A file or folder that could not be used, named.
public struct FileFault: Error, Sendable, Equatable, CustomStringConvertible {
    public let path: String
    /// What was tried: "open", "rename".
    public let action: String
    /// The system's error number, 0 when the fault is another.
    public let code: Int32
    private let text: String

    public init(path: String, action: String, code: Int32) {
        self.path = path
        self.action = action
        self.code = code
        text = String(cString: strerror(code))
    }

    public init(path: String, action: String, text: String) {
        self.path = path
        self.action = action
        code = 0
        self.text = text
    }

    public var description: String { "\(path): cannot \(action): \(text)" }
}
