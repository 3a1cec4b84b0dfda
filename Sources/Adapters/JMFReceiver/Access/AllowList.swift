import WebParts

/// Who may send.
struct AllowList: Equatable, Sendable {
    private let ranges: [AddressRange]

    init(_ ranges: [AddressRange] = []) {
        self.ranges = ranges
    }

    var isEmpty: Bool { ranges.isEmpty }

    /// Whether the list is empty or holds the address; one that cannot be read is in no list.
    func allows(_ address: String?) -> Bool {
        if ranges.isEmpty { return true }
        guard let address = address.flatMap(IPAddress.init) else { return false }
        return ranges.contains { $0.contains(address) }
    }
}
