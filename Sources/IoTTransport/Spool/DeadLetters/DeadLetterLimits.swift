/// How many dead letters are kept. Beyond it the oldest make room for newer ones, and are counted.
public struct DeadLetterLimits: Sendable, Equatable {
    public var count: Int
    /// The bytes of their records and events together. The newest one is kept whatever its size.
    public var bytes: Int64
    /// Seconds that one is kept; nil for as long as there is room.
    public var age: Int64?

    /// The usual limits: 10,000 letters, 256 MiB, without a limit of age.
    public init(count: Int = 10_000, bytes: Int64 = 256 << 20, age: Int64? = nil) {
        self.count = count
        self.bytes = bytes
        self.age = age
    }
}
