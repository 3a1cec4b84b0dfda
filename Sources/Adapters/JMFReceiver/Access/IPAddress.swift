import Glibc

/// An IPv4 or IPv6 address as 128 bits; IPv4 is mapped (`::ffff:10.1.2.3`), so that both forms of one are equal.
struct IPAddress: Equatable, Sendable {
    let high: UInt64
    let low: UInt64

    static let mappedPrefix: UInt64 = 0xffff_0000_0000

    init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads what `inet_pton` reads; a zone behind `%` is dropped.
    init?(_ text: String) {
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

    var isMapped: Bool { high == 0 && low >> 32 == 0xffff }
    var isLoopback: Bool { isMapped ? (low >> 24) & 0xff == 127 : high == 0 && low == 1 }
}
