import AdapterAPI

/// The files that were taken but have not left the folder: what the checkpoint holds.
///
/// As text, a line each: `inode size seconds.nanoseconds records c|p name`, with `c` for complete and `p` for partly
/// taken; in the name `%xx` stands for `%` and every byte that is no visible ASCII. The first line is the version. A line
/// `memory` holds, in hexadecimal, what the adapter remembers from one document to the next.
///
/// A checkpoint goes with every batch, so its bytes are kept and added to: of several lines about one name the last holds.
struct Ledger: Equatable, Sendable {
    private(set) var files: [FileName: TakenFile] = [:]
    /// What the adapter remembers; empty when nothing.
    private(set) var memory: [UInt8] = []
    /// Version and lines, outdated ones among them.
    private var bytes = Array(Ledger.version.utf8)
    private var lines = 0

    /// Files at most. A folder whose files cannot be moved away is not read further than this.
    static let limit = 1_024
    /// Bytes of the checkpoint from which on it is full too: names may be long.
    static let byteLimit = 256 * 1024
    private static let version = "hot-folder 1"
    /// Outdated lines at most.
    private static let slack = 64

    init() {}

    static func == (a: Ledger, b: Ledger) -> Bool { a.files == b.files && a.memory == b.memory }

    /// The ledger that a checkpoint holds, or nil when this is no checkpoint of a hot folder.
    init?(_ checkpoint: Checkpoint) {
        let lines = checkpoint.bytes.split(separator: UInt8(ascii: "\n"))
        guard let first = lines.first, first.elementsEqual(Self.version.utf8) else { return nil }
        for line in lines.dropFirst() {
            if line.starts(with: Self.memoryMark) {
                guard let bytes = Self.readHex(line.dropFirst(Self.memoryMark.count)) else { return nil }
                memory = bytes
                continue
            }
            guard let (name, file) = Self.read(line) else { return nil }
            files[name] = file
        }
        write()
    }

    var isFull: Bool { files.count >= Self.limit || bytes.count >= Self.byteLimit }

    /// What was taken of exactly this state of a file.
    func taken(_ name: FileName, _ stamp: FileStamp) -> TakenFile? {
        guard let file = files[name], file.stamp == stamp else { return nil }
        return file
    }

    mutating func note(_ name: FileName, _ file: TakenFile) {
        files[name] = file
        Self.write(name, file, to: &bytes)
        lines += 1
        if lines > files.count + Self.slack { write() }
    }

    /// Notes what the adapter remembers from here on.
    mutating func note(memory bytes: [UInt8]) {
        guard bytes != memory else { return }
        memory = bytes
        write()
    }

    mutating func forget(_ names: [FileName]) {
        for name in names { files[name] = nil }
        write()
    }

    /// Drops what is no longer in the folder, but only when space runs short: a share that is gone for a moment looks
    /// like an empty folder.
    mutating func prune(keeping isPresent: (FileName) -> Bool) {
        guard files.count > Self.limit / 2 else { return }
        files = files.filter { isPresent($0.key) }
        write()
    }

    /// As a checkpoint.
    var checkpoint: Checkpoint { Checkpoint(bytes) }

    /// This ledger's checkpoint with one file more, or in another state, and with another memory.
    func checkpoint(noting name: FileName, _ file: TakenFile, memory: [UInt8]) -> Checkpoint {
        var bytes = self.bytes
        if memory != self.memory { Self.write(memory: memory, to: &bytes) }
        Self.write(name, file, to: &bytes)
        return Checkpoint(bytes)
    }

    /// Writes all lines anew, each of them once.
    private mutating func write() {
        bytes = Array(Self.version.utf8)
        if !memory.isEmpty { Self.write(memory: memory, to: &bytes) }
        for (name, file) in files { Self.write(name, file, to: &bytes) }
        lines = files.count
    }

    private static let memoryMark = Array("memory ".utf8)

    private static func write(memory: [UInt8], to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: memoryMark)
        for byte in memory {
            bytes.append(hexDigits[Int(byte >> 4)])
            bytes.append(hexDigits[Int(byte & 15)])
        }
    }

    private static func readHex(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = text
        while let first = rest.popFirst() {
            guard let high = hexDigits.firstIndex(of: first), let second = rest.popFirst(),
                let low = hexDigits.firstIndex(of: second)
            else { return nil }
            bytes.append(UInt8(high << 4 | low))
        }
        return bytes
    }

    private static func write(_ name: FileName, _ file: TakenFile, to bytes: inout [UInt8]) {
        let stamp = file.stamp
        let mark = file.isComplete ? "c" : "p"
        let head = "\n\(stamp.inode) \(stamp.size) \(stamp.seconds).\(stamp.nanoseconds) \(file.records) \(mark) "
        bytes.append(contentsOf: head.utf8)
        NameText.append(name, to: &bytes)
    }

    private static let hexDigits = NameText.hexDigits

    private static func read(_ line: ArraySlice<UInt8>) -> (FileName, TakenFile)? {
        let fields = line.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
        guard fields.count == 6, let inode = UInt64(fields[0]), let size = Int64(fields[1]),
            let records = Int(fields[3]), records >= 0, fields[4] == "c" || fields[4] == "p",
            let name = NameText.read(fields[5])
        else { return nil }
        let time = fields[2].split(separator: ".")
        guard time.count == 2, let seconds = Int64(time[0]), let nanoseconds = Int32(time[1]) else { return nil }
        let stamp = FileStamp(inode: inode, size: size, seconds: seconds, nanoseconds: nanoseconds)
        return (name, TakenFile(stamp: stamp, records: records, isComplete: fields[4] == "c"))
    }
}
