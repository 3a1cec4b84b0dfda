/// A page that holds rows, and where they begin.
struct TreePage {
    enum Kind: UInt8 {
        case innerIndex = 2
        case leafIndex = 10
        case leafTable = 13
    }

    let kind: Kind
    let bytes: [UInt8]
    /// The offsets of its rows; those that point out of the page are left out.
    let cells: [Int]

    /// Nil for a page without rows.
    ///
    /// - Parameter isFirst: whether it is the file's first page, which begins with the file's header.
    init?(_ bytes: [UInt8], isFirst: Bool) {
        let start = isFirst ? 100 : 0
        guard bytes.count > start + 12, let kind = Kind(rawValue: bytes[start]) else { return nil }
        let count = bytes.number(at: start + 3, bytes: 2)
        let pointers = start + (kind == .innerIndex ? 12 : 8)
        guard pointers + count * 2 <= bytes.count else { return nil }
        cells = (0..<count).map { bytes.number(at: pointers + $0 * 2, bytes: 2) }
            .filter { $0 >= pointers + count * 2 && $0 < bytes.count }
        self.kind = kind
        self.bytes = bytes
    }
}
