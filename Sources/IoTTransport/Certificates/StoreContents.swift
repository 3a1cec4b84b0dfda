import Glibc

/// What lies in a certificate store's folder, in whichever layout, as it was read. Nothing is judged here.
public struct StoreContents: Sendable {
    /// A file that was read.
    public struct File: Sendable {
        public let path: String
        public let bytes: [UInt8]
        /// Permission bits: `0o600`.
        public let mode: UInt32
    }

    /// Files are small; what is larger is none of a store.
    static let mostBytes = 1 << 20

    public let folder: String
    /// The folder's permission bits; nil when it is not there.
    public let folderMode: UInt32?
    public let files: [StoreFile: File]
    /// Files that are there and cannot be read: path and reason.
    public let unreadable: [StoreFile: String]

    /// Reads the folder. One that is not there has no files.
    ///
    /// An installation that was cut short between its decision and its end counts as done: its files are taken first.
    public init(folder: String) {
        self.folder = folder
        folderMode = FileMode.of(folder)
        var files: [StoreFile: File] = [:]
        var unreadable: [StoreFile: String] = [:]
        for place in [StoreFolder.installing, nil] {
            let place = place.map { "\(folder)/\($0)" } ?? folder
            let names = FolderList.names(in: place)
            for file in StoreFile.allCases where files[file] == nil && unreadable[file] == nil {
                guard let name = Self.name(of: file, among: names) else { continue }
                Self.read("\(place)/\(name)", file, &files, &unreadable)
            }
        }
        self.files = files
        self.unreadable = unreadable
    }

    /// What is about to become a store.
    public init(_ material: StoreMaterial, named folder: String) {
        self.folder = folder
        folderMode = StoreFolder.folderMode
        files = material.files.reduce(into: [:]) { files, entry in
            files[entry.key] = File(
                path: "\(folder)/\(entry.key.name)", bytes: entry.value, mode: StoreFolder.fileMode)
        }
        unreadable = [:]
    }

    /// Reads files that lie anywhere, as a configuration names them.
    ///
    /// - Parameter folder: what to call them all together.
    public init(reading paths: [StoreFile: String], named folder: String) {
        self.folder = folder
        folderMode = nil
        var files: [StoreFile: File] = [:]
        var unreadable: [StoreFile: String] = [:]
        for (file, path) in paths { Self.read(path, file, &files, &unreadable) }
        self.files = files
        self.unreadable = unreadable
    }

    private static func read(
        _ path: String, _ file: StoreFile, _ files: inout [StoreFile: File], _ unreadable: inout [StoreFile: String]
    ) {
        do throws(SystemFault) {
            let (bytes, mode) = try DurableFile.read(path, limit: mostBytes)
            files[file] = File(path: path, bytes: bytes, mode: mode)
        } catch {
            unreadable[file] = "\(path): \(SystemFault.text(error.code))"
        }
    }

    static func name(of file: StoreFile, among names: [String]) -> String? {
        if let exact = file.names.first(where: names.contains) { return exact }
        let known = Set(file.names.map { $0.lowercased() })
        return names.sorted().first { known.contains($0.lowercased()) }
    }

    /// Whether a device's identity lies here, be it incomplete.
    public var hasIdentity: Bool {
        files.keys.contains(where: \.isIdentity) || unreadable.keys.contains(where: \.isIdentity)
    }

    /// Needed files that are not there.
    public var missing: [StoreFile] {
        StoreFile.allCases.filter { $0.isNeeded && files[$0] == nil && unreadable[$0] == nil }
    }

    /// The bytes of all files.
    public var material: StoreMaterial { StoreMaterial(files: files.mapValues(\.bytes)) }

    /// Files and folder that others than their owner may read or change, with the mode that they should have.
    public var loose: [(path: String, mode: UInt32, wanted: UInt32)] {
        var loose: [(path: String, mode: UInt32, wanted: UInt32)] = []
        if let folderMode, folderMode & 0o077 != 0 { loose.append((folder, folderMode, StoreFolder.folderMode)) }
        for file in StoreFile.allCases {
            guard let found = files[file], found.mode & 0o077 != 0 else { continue }
            loose.append((found.path, found.mode, StoreFolder.fileMode))
        }
        return loose
    }

    /// The client id without byte order mark, line ends and blanks; nil without the file.
    public var clientID: String? {
        guard let bytes = files[.clientID]?.bytes else { return nil }
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
        func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 }
        guard let first = text.firstIndex(where: { !isBlank($0) }), let last = text.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(decoding: text[first...last], as: UTF8.self)
    }
}
