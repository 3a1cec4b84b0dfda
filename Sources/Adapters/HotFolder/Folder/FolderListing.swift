import AdapterAPI
import Glibc

/// The names in a folder, one after another, so that a folder of any size needs no memory.
struct FolderListing: ~Copyable {
    private let stream: OpaquePointer
    private let path: String

    private static let nameOffset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 19

    /// Takes over a descriptor of its own, which is closed with it: reading moves its position.
    init(takingOver raw: Int32, path: String) throws(FileFault) {
        guard let stream = fdopendir(raw) else {
            let code = errno
            close(raw)
            throw FileFault(path: path, action: "list", code: code)
        }
        self.stream = stream
        self.path = path
    }

    deinit { closedir(stream) }

    /// The next name, `.` and `..` left out; nil at the end.
    mutating func next() throws(FileFault) -> FileName? {
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno == 0 { return nil }
                throw FileFault(path: path, action: "list", code: errno)
            }
            // By address: an entry is shorter in memory than its type says, so it must not be copied.
            let name = FileName(cString: UnsafeRawPointer(entry) + Self.nameOffset)
            if !Self.isSelf(name) { return name }
        }
    }

    private static func isSelf(_ name: FileName) -> Bool {
        name.bytes.count <= 2 && name.bytes.allSatisfy { $0 == UInt8(ascii: ".") }
    }
}
