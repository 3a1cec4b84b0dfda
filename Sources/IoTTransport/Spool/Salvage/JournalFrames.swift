import Glibc

/// What a write-ahead journal holds: of each page the newest version that was committed.
///
/// SQLite stops at the first frame whose sum is wrong, silently: rightly where a power cut tore the last transaction, but a
/// bit that flips later takes all transactions behind it along. A frame's sum goes on from the one before as it is stored,
/// so the frames behind a damaged one can still be told to be whole.
final class JournalFrames {
    let pageSize: Int
    /// The largest page number.
    let largestPage: Int
    /// Frames that do not hold what was written, before the last transaction. Zero after any loss of power: a transaction
    /// is only begun when the one before is on disk.
    let damaged: Int
    private let file: Int32
    /// Page number → offset of its bytes.
    private let offsets: [Int: Int]

    private static let headerBytes = 32
    private static let frameHeaderBytes = 24

    /// Nil when there is no journal, or its header is unreadable.
    init?(path: String) {
        file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        let header = PageFile.read(file, at: 0, bytes: Self.headerBytes)
        let magic = header.number(at: 0, bytes: 4)
        let size = header.number(at: 8, bytes: 4)
        guard header.count == Self.headerBytes, magic | 1 == 0x377F_0683, (512...65_536).contains(size),
            size & (size - 1) == 0
        else {
            close(file)
            return nil
        }
        pageSize = size
        var scan = Scan(isBigEndian: magic & 1 == 1, header: header)
        var offset = Self.headerBytes
        while true {
            let frame = PageFile.read(file, at: offset, bytes: Self.frameHeaderBytes + size)
            guard frame.count == Self.frameHeaderBytes + size else { break }
            scan.take(frame, at: offset + Self.frameHeaderBytes)
            // A restarted journal ends where frames of an older round begin.
            if scan.hasEnded { break }
            offset += frame.count
        }
        scan.finish()
        offsets = scan.committed
        largestPage = offsets.keys.max() ?? 0
        damaged = scan.damagedBeforeLast
    }

    deinit { close(file) }

    func page(_ number: Int) -> [UInt8]? {
        guard let offset = offsets[number] else { return nil }
        let bytes = PageFile.read(file, at: offset, bytes: pageSize)
        return bytes.count == pageSize ? bytes : nil
    }

    /// Goes through the frames in order.
    private struct Scan {
        /// Page number → offset, of the transactions that count.
        private(set) var committed: [Int: Int] = [:]
        private(set) var hasEnded = false
        /// Damaged frames of transactions that were followed by another one.
        private(set) var damagedBeforeLast = 0
        private let isBigEndian: Bool
        private let salts: [UInt8]
        private var sum: (UInt32, UInt32)
        private var open: [Int: Int] = [:]
        private var damagedInOpen = 0
        private var last: [Int: Int] = [:]
        private var damagedInLast = 0
        private var strangers = 0

        init(isBigEndian: Bool, header: [UInt8]) {
            self.isBigEndian = isBigEndian
            salts = Array(header[16..<24])
            sum = (UInt32(header.number(at: 24, bytes: 4)), UInt32(header.number(at: 28, bytes: 4)))
        }

        mutating func take(_ frame: [UInt8], at offset: Int) {
            let isOurs = frame[8..<16].elementsEqual(salts)
            // One header may be damaged; two in a row are the rest of an older round.
            strangers = isOurs ? 0 : strangers + 1
            if strangers > 1 {
                hasEnded = true
                return
            }
            let computed = frame.withUnsafeBytes { bytes in
                let header = added(UnsafeRawBufferPointer(rebasing: bytes[0..<8]), to: sum)
                return added(UnsafeRawBufferPointer(rebasing: bytes[JournalFrames.frameHeaderBytes...]), to: header)
            }
            sum = (UInt32(frame.number(at: 16, bytes: 4)), UInt32(frame.number(at: 20, bytes: 4)))
            guard isOurs, computed == sum else {
                damagedInOpen += 1
                return
            }
            open[frame.number(at: 0, bytes: 4)] = offset
            if frame.number(at: 4, bytes: 4) > 0 { commit() }
        }

        /// A transaction is complete: the one before it was on disk once, whatever it is now.
        private mutating func commit() {
            committed.merge(last) { $1 }
            damagedBeforeLast += damagedInLast
            (last, damagedInLast) = (open, damagedInOpen)
            (open, damagedInOpen) = ([:], 0)
        }

        /// No frames follow. A last transaction that is not whole never counted.
        mutating func finish() {
            if damagedInLast == 0 { committed.merge(last) { $1 } }
            last = [:]
        }

        private func added(_ bytes: UnsafeRawBufferPointer, to sum: (UInt32, UInt32)) -> (UInt32, UInt32) {
            var (first, second) = sum
            var at = 0
            while at + 8 <= bytes.count {
                first &+= word(bytes, at) &+ second
                second &+= word(bytes, at + 4) &+ first
                at += 8
            }
            return (first, second)
        }

        private func word(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> UInt32 {
            let word = bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self)
            return isBigEndian ? UInt32(bigEndian: word) : UInt32(littleEndian: word)
        }
    }
}
