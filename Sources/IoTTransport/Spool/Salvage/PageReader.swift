/// Reads rows out of pages one by one, whatever the pages around them are like.
///
/// The trees that lead to the pages are not asked: one broken page near a root would hide all below. So every page counts
/// that looks like one with rows and is not on the list of free ones, and a row is known by the form of its columns.
struct PageReader {
    let file: PageFile

    /// A row larger than this is damage: the spool has none.
    private static let largestRow = 64 << 20

    /// The pages that hold rows.
    func pagesWithRows() -> [Int] {
        let free = freePages()
        return (1...max(1, file.count)).filter { free?.contains($0) != true }
    }

    /// The pages that hold nothing any more but what was deleted; nil when their list is broken.
    private func freePages() -> Set<Int>? {
        guard let header = file.page(1), header.starts(with: PageFile.magic) else { return nil }
        let total = header.number(at: 36, bytes: 4)
        guard total <= file.count else { return nil }
        var free: Set<Int> = []
        var trunk = header.number(at: 32, bytes: 4)
        while trunk != 0 {
            guard free.count < total, free.insert(trunk).inserted, let page = file.page(trunk) else { return nil }
            let leaves = page.number(at: 4, bytes: 4)
            guard leaves <= file.pageSize / 4 - 2 else { return nil }
            for leaf in 0..<leaves { free.insert(page.number(at: 8 + leaf * 4, bytes: 4)) }
            trunk = page.number(at: 0, bytes: 4)
        }
        return free.count == total ? free : nil
    }

    /// The rows of one page that can be read; none for a page of another kind.
    func rows(ofPage number: Int, _ body: (StoredRow) throws -> Void) rethrows {
        guard let bytes = file.page(number), let page = TreePage(bytes, isFirst: number == 1) else { return }
        for cell in page.cells {
            if let row = row(at: cell, of: page) { try body(row) }
        }
    }

    private func row(at cell: Int, of page: TreePage) -> StoredRow? {
        let start = page.kind == .innerIndex ? cell + 4 : cell
        guard let (length, afterLength) = page.bytes.varint(at: start), length > 0, length <= Self.largestRow else {
            return nil
        }
        var content = afterLength
        var rowID: Int64 = 0
        if page.kind == .leafTable {
            guard let (id, end) = page.bytes.varint(at: afterLength) else { return nil }
            (rowID, content) = (id, end)
        }
        guard let record = record(of: Int(length), at: content, in: page),
            let columns = StoredValue.columns(of: record)
        else { return nil }
        return StoredRow(rowID: rowID, columns: columns)
    }

    /// A row's bytes: those on the page, then those on pages of their own, each of which names the next.
    private func record(of length: Int, at content: Int, in page: TreePage) -> [UInt8]? {
        let size = page.bytes.count
        let most = page.kind == .leafTable ? size - 35 : (size - 12) * 64 / 255 - 23
        var local = length
        if length > most {
            let least = (size - 12) * 32 / 255 - 23
            let fitting = least + (length - least) % (size - 4)
            local = fitting <= most ? fitting : least
        }
        guard content + local <= size else { return nil }
        var record = Array(page.bytes[content..<content + local])
        guard length > most else { return record }
        guard content + local + 4 <= size else { return nil }
        record.reserveCapacity(length)
        var next = page.bytes.number(at: content + local, bytes: 4)
        while record.count < length {
            // Each page brings bytes, so that a loop ends too.
            guard let bytes = file.page(next) else { return nil }
            record += bytes[4..<min(size, 4 + length - record.count)]
            next = bytes.number(at: 0, bytes: 4)
        }
        return record
    }
}
