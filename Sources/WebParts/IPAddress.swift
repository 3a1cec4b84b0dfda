import Glibc

/// An IPv4 or IPv6 address as 128 bits; IPv4 is mapped (`::ffff:10.1.2.3`), so that both forms of one are equal.
public struct IPAddress: Equatable, Sendable {
    /// Its first 64 bits.
    public let high: UInt64
    /// Its last 64 bits.
    public let low: UInt64

    static let mappedPrefix: UInt64 = 0xffff_0000_0000

    /// From its bits.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads what `inet_pton` reads; a zone behind `%` is dropped.
    public init?(_ text: String) {
        let text = text.split(separator: "%", maxSplits: 1).first.map(String.init) ?? text
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            self.init(high: 0, low: Self.mappedPrefix | UInt64(UInt32(bigEndian: four.s_addr)))
            return
        }
        var six = in6_addr()
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        self = withUnsafeBytes(of: six) { bytes in
            func number(_ range: Range<Int>) -> UInt64 { range.reduce(0) { $0 << 8 | UInt64(bytes[$1]) } }
            return IPAddress(high: number(0..<8), low: number(8..<16))
        }
    }

    /// Whether it is an IPv4 address.
    public var isMapped: Bool { high == 0 && low >> 32 == 0xffff }
    /// Whether only this machine has it.
    public var isLoopback: Bool { isMapped ? (low >> 24) & 0xff == 127 : high == 0 && low == 1 }
}
