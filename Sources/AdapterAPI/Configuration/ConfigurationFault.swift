/// One thing that is wrong with a configuration: printed as `file:line:column: what is wrong`.
public struct ConfigurationFault: Error, Sendable, Equatable, CustomStringConvertible {
    public var mark: ConfigurationNode.Mark
    public var message: String

    public init(mark: ConfigurationNode.Mark, message: String) {
        self.mark = mark
        self.message = message
    }

    public var description: String { "\(mark): \(message)" }
}
