import AdapterAPI
import Glibc

/// The folder that documents are written into: under a temporary name first, so that a reader sees whole ones only.
final class DocumentFolder: DocumentOutput.Target {
    private let path: String
    private let mostWaiting: Int
    private let clock: AdapterClock
    /// Documents due before may stand here already, from a round that was cut short; in nanoseconds since 1970.
    private let repeatedUntil: Int64

    /// How long half a document is to be seen. Shorter than a reader waits for a file to settle.
    private static let halfTime = Duration.milliseconds(300)
    private static let fullWait = Duration.milliseconds(200)
    private static let copySuffix = "-again"

    init(_ path: String, mostWaiting: Int, clock: AdapterClock, repeatedUntil: Int64) {
        self.path = path
        self.mostWaiting = mostWaiting
        self.clock = clock
        self.repeatedUntil = repeatedUntil
    }

    var verb: String { "Written" }

    func deliver(_ documents: [SyntheticDocument]) async throws -> Int {
        // Its parent must be there: that may be a share that is not mounted.
        if mkdir(path, 0o777) != 0, errno != EEXIST { throw FileFault(path: path, action: "make", code: errno) }
        while try waiting() >= mostWaiting { try await clock.sleep(Self.fullWait) }
        let missing = documents.filter { $0.due > repeatedUntil || !isTaken($0.name) }
        let halves = missing.filter(\.isHalfFirst)
        for document in halves { try write(document.bytes.prefix(document.bytes.count / 2), document.name) }
        if !halves.isEmpty { try await clock.sleep(Self.halfTime) }
        for document in missing {
            try place(document.bytes, document.name)
            if document.isRepeated { try place(document.bytes, copyName(document.name)) }
        }
        return 0
    }

    /// `press-1-00000010-again.jmf`.
    private func copyName(_ name: String) -> String {
        guard let dot = name.lastIndex(of: ".") else { return name + Self.copySuffix }
        return name[..<dot] + Self.copySuffix + name[dot...]
    }

    /// Whether a reader has taken a document already. One that still waits is written again, with the same bytes.
    private func isTaken(_ name: String) -> Bool { access("\(path)/done/\(name)", F_OK) == 0 }

    private func place(_ bytes: [UInt8], _ name: String) throws(FileFault) {
        let temporary = ".\(name).tmp"
        try write(bytes[...], temporary)
        guard rename("\(path)/\(temporary)", "\(path)/\(name)") == 0 else {
            throw FileFault(path: "\(path)/\(name)", action: "write", code: errno)
        }
    }

    private func write(_ bytes: ArraySlice<UInt8>, _ name: String) throws(FileFault) {
        let file = "\(path)/\(name)"
        let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw FileFault(path: file, action: "write", code: errno) }
        defer { close(descriptor) }
        var rest = bytes
        while !rest.isEmpty {
            let put = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if put < 0, errno == EINTR { continue }
            guard put > 0 else {
                let code = errno
                unlink(file)
                throw FileFault(path: file, action: "write", code: code)
            }
            rest = rest.dropFirst(put)
        }
    }

    /// Files in the folder.
    private func waiting() throws(FileFault) -> Int {
        guard let folder = opendir(path) else { throw FileFault(path: path, action: "list", code: errno) }
        defer { closedir(folder) }
        var count = 0
        while let entry = readdir(folder) {
            if entry.pointee.d_type == UInt8(DT_REG) || entry.pointee.d_type == UInt8(DT_UNKNOWN) { count += 1 }
        }
        return count
    }
}
