import GRDB

@testable import IoTTransport

/// On which pages of a sound spool the bytes of each chunk are: those of its two rows, and a few more.
struct Places {
    private var chunks: [(pages: Set<Int>, events: [[UInt8]])] = []

    /// The pages that hold events.
    var pages: Set<Int> { chunks.reduce(into: []) { $0.formUnion($1.pages) } }

    init(_ path: String) throws {
        let file = try PageFile(path: path, defaultPageSize: SpoolSchema.pageSize)
        var pages: [Int64: Set<Int>] = [:]
        for number in 1...file.count {
            guard let bytes = file.page(number), let page = TreePage(bytes, isFirst: number == 1),
                page.kind == .leafTable
            else { continue }
            for cell in page.cells {
                guard let (length, afterLength) = bytes.varint(at: cell),
                    let (id, start) = bytes.varint(at: afterLength)
                else { continue }
                pages[id, default: []].insert(number)
                pages[id]?.formUnion(Self.overflow(of: Int(length), at: start, in: bytes, file))
            }
        }
        let reader = try SpoolReader(path: path)
        var last: Int64? = 0
        while let after = last {
            let slice = try reader.events(after: after, types: [])
            for (id, events) in Dictionary(grouping: slice.events, by: \.chunk) {
                chunks.append((pages[id] ?? [], events.map(\.bytes)))
            }
            last = slice.next
        }
    }

    /// The pages that a large row goes on on.
    private static func overflow(of length: Int, at start: Int, in bytes: [UInt8], _ file: PageFile) -> Set<Int> {
        let size = bytes.count
        guard length > size - 35 else { return [] }
        let least = (size - 12) * 32 / 255 - 23
        let fitting = least + (length - least) % (size - 4)
        var next = bytes.number(at: start + (fitting <= size - 35 ? fitting : least), bytes: 4)
        var pages: Set<Int> = []
        while next != 0, pages.insert(next).inserted { next = file.page(next)?.number(at: 0, bytes: 4) ?? 0 }
        return pages
    }

    /// The events of chunks that have no bytes on these pages.
    func events(sparedBy damaged: Set<Int>) -> Set<[UInt8]> {
        Set(chunks.filter { $0.pages.isDisjoint(with: damaged) }.flatMap(\.events))
    }
}
