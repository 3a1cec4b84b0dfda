import WebParts

/// Addresses with the same first bits: `10.1.0.0/16`, or a single one.
struct AddressRange: Equatable, Sendable {
    let first: IPAddress
    /// Bits that count, of 128.
    let length: Int

    struct Fault: Error {
        let words: String
    }

    static func parse(_ text: String) -> Result<AddressRange, Fault> {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = IPAddress(String(parts[0])), !parts[0].contains("%") else {
            return .failure(Fault(words: "\"\(text)\" is not an address or a range such as 10.1.0.0/16 or fd00::/8"))
        }
        let isMapped = !parts[0].contains(":")
        guard parts.count == 2 else { return .success(AddressRange(first: first, length: 128)) }
        guard let bits = Int(parts[1]), (0...(isMapped ? 32 : 128)).contains(bits) else {
            return .failure(Fault(words: "\"\(text)\": the length must be from 0 to \(isMapped ? 32 : 128)"))
        }
        let range = AddressRange(first: first, length: isMapped ? bits + 96 : bits)
        guard range.masked(first) == first else {
            return .failure(Fault(words: "\"\(text)\" has bits behind its length: they must be 0"))
        }
        return .success(range)
    }

    func contains(_ address: IPAddress) -> Bool { masked(address) == first }

    private func masked(_ address: IPAddress) -> IPAddress {
        func mask(_ bits: Int) -> UInt64 { bits <= 0 ? 0 : bits >= 64 ? .max : ~(UInt64.max >> UInt64(bits)) }
        return IPAddress(high: address.high & mask(length), low: address.low & mask(length - 64))
    }
}
