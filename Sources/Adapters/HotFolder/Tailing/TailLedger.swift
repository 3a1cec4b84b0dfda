import AdapterAPI

/// The growing files that were read, and how far: what the checkpoint holds.
///
/// As text, a line each: `device inode offset line headLength headHash lastLength lastHash name`, hashes in
/// hexadecimal. The first line is the version.
struct TailLedger: Equatable, Sendable {
    /// In the order in which they were read last.
    private(set) var entries: [TailEntry] = []

    /// Files at most; no more are read. The checkpoint goes with every batch.
    static let limit = 512
    /// Files that are gone, remembered at most: one that a share has lost for a moment is not read anew.
    static let goneLimit = 32
    private static let version = "tail 1"

    init() {}

    /// The ledger that a checkpoint holds, or nil when it is another's.
    init?(_ checkpoint: Checkpoint) {
        let lines = checkpoint.text.split(separator: "\n")
        guard lines.first == Self.version[...] else { return nil }
        for line in lines.dropFirst() {
            guard let entry = Self.entry(line) else { return nil }
            entries.append(entry)
        }
    }

    var isFull: Bool { entries.count >= Self.limit }

    subscript(key: FileKey) -> TailEntry? { entries.last { $0.key == key } }

    mutating func note(_ entry: TailEntry) {
        entries.removeAll { $0.key == entry.key }
        entries.append(entry)
    }

    /// Notes that a file no longer holds what was read of it. That is remembered as of a file that is gone, since a copy
    /// may hold it, or the file itself again.
    mutating func retire(_ key: FileKey) {
        let next = entries.filter { $0.key.device == Self.gone }.map(\.key.inode).max().map { $0 &+ 1 } ?? 1
        for index in entries.indices where entries[index].key == key {
            entries[index].key = FileKey(device: Self.gone, inode: next)
        }
    }

    /// The device of files that no longer are what they were.
    private static let gone = UInt64.max

    /// Forgets files that are gone, the longest unread first, beyond ``goneLimit``.
    mutating func prune(keeping isPresent: (FileKey) -> Bool) {
        var surplus = entries.count { !isPresent($0.key) } - Self.goneLimit
        guard surplus > 0 else { return }
        entries.removeAll { entry in
            guard surplus > 0, !isPresent(entry.key) else { return false }
            surplus -= 1
            return true
        }
    }

    /// As a checkpoint, with one entry in another state.
    func checkpoint(noting entry: TailEntry? = nil) -> Checkpoint {
        var bytes = Array(Self.version.utf8)
        for other in entries where other.key != entry?.key { Self.write(other, to: &bytes) }
        if let entry { Self.write(entry, to: &bytes) }
        return Checkpoint(bytes)
    }

    private static func write(_ entry: TailEntry, to bytes: inout [UInt8]) {
        let position = entry.position
        let fields: [any CustomStringConvertible] = [
            entry.key.device, entry.key.inode, position.offset, position.line, position.head.length,
            text(position.head.hash), position.last.length, text(position.last.hash), "",
        ]
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: fields.map(\.description).joined(separator: " ").utf8)
        NameText.append(entry.name, to: &bytes)
    }

    private static func text(_ hash: ContentHash) -> String {
        String(hash.high, radix: 16) + "-" + String(hash.low, radix: 16)
    }

    private static func hash(_ text: Substring) -> ContentHash? {
        let parts = text.split(separator: "-")
        guard parts.count == 2, let high = UInt64(parts[0], radix: 16), let low = UInt64(parts[1], radix: 16) else {
            return nil
        }
        return ContentHash(high: high, low: low)
    }

    private static func entry(_ line: Substring) -> TailEntry? {
        let fields = line.split(separator: " ")
        guard fields.count == 9, let device = UInt64(fields[0]), let inode = UInt64(fields[1]),
            let offset = Int64(fields[2]), let line = Int(fields[3]), let headLength = Int64(fields[4]),
            let head = hash(fields[5]), let lastLength = Int64(fields[6]), let last = hash(fields[7]),
            let name = NameText.read(String(fields[8])),
            offset >= 0, line > 0, (0...offset).contains(headLength), (0...offset).contains(lastLength)
        else { return nil }
        return TailEntry(
            key: FileKey(device: device, inode: inode), name: name,
            position: TailPosition(
                offset: offset, line: line, head: TailPosition.Part(length: headLength, hash: head),
                last: TailPosition.Part(length: lastLength, hash: last)))
    }
}
