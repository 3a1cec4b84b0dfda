import Glibc

/// From when to when a certificate holds; seconds since 1970, both inclusive.
public struct Validity: Sendable, Equatable {
    public var notBefore: Int64
    public var notAfter: Int64

    public init(notBefore: Int64, notAfter: Int64) {
        self.notBefore = notBefore
        self.notAfter = notAfter
    }

    /// So many days from now. Begins some minutes earlier, since two machines seldom agree on the time.
    ///
    /// - Parameter now: Seconds since 1970; nil for the present.
    public static func days(_ days: Int, from now: Int64? = nil) -> Validity {
        let now = now ?? Int64(time(nil))
        return Validity(notBefore: now - 300, notAfter: now + Int64(days) * 86_400)
    }
}
