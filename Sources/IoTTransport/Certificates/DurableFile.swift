import Glibc

/// Files that survive a power failure, with modes that no umask loosens or tightens.
package enum DurableFile {
    /// Reads a whole regular file.
    static func read(_ path: String, limit: Int) throws(SystemFault) -> (bytes: [UInt8], mode: UInt32) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw SystemFault("open", errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemFault("fstat", errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw SystemFault("open", EINVAL) }
        guard status.st_size <= limit else { throw SystemFault("read", EFBIG) }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        var count = 0
        while count < bytes.count {
            let got = bytes.withUnsafeMutableBytes { buffer in
                Glibc.read(descriptor, buffer.baseAddress?.advanced(by: count), buffer.count - count)
            }
            if got < 0, errno == EINTR { continue }
            guard got >= 0 else { throw SystemFault("read", errno) }
            if got == 0 { break }
            count += got
        }
        return (Array(bytes.prefix(count)), status.st_mode & 0o7777)
    }

    /// The bytes of a file; nil when it is not there.
    package static func contents(_ path: String, limit: Int) throws -> [UInt8]? {
        do throws(SystemFault) { return try read(path, limit: limit).bytes } catch {
            if error.code == ENOENT { return nil }
            throw error
        }
    }

    /// Writes a new file, mode 0600, and brings it to the disk. The folder is left to ``synchronize(_:)``.
    static func create(_ path: String, _ bytes: [UInt8]) throws(SystemFault) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, StoreFolder.fileMode)
        guard descriptor >= 0 else { throw SystemFault("open \(path)", errno) }
        defer { close(descriptor) }
        // Before the first byte: a file that was there, or a umask, may say otherwise.
        guard fchmod(descriptor, StoreFolder.fileMode) == 0 else { throw SystemFault("chmod \(path)", errno) }
        var count = 0
        while count < bytes.count {
            let put = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count) }
            if put < 0, errno == EINTR { continue }
            guard put > 0 else { throw SystemFault("write \(path)", errno) }
            count += put
        }
        guard fsync(descriptor) == 0 else { throw SystemFault("fsync \(path)", errno) }
    }

    /// Puts a file in place whole: afterwards it holds all of the bytes, or what it held before.
    package static func replace(_ path: String, in folder: String, with bytes: [UInt8]) throws {
        let whole = "\(folder)/\(path)"
        try create(whole + ".new", bytes)
        try move(whole + ".new", to: whole)
        try synchronize(folder)
    }

    /// Removes a file, if it is there, for good.
    package static func remove(_ path: String, in folder: String) throws {
        guard unlink("\(folder)/\(path)") == 0 || errno == ENOENT else { throw SystemFault("remove \(path)", errno) }
        try synchronize(folder)
    }

    static func move(_ old: String, to new: String) throws(SystemFault) {
        guard rename(old, new) == 0 else { throw SystemFault("rename \(old)", errno) }
    }

    /// Brings a folder's entries to the disk.
    static func synchronize(_ folder: String) throws(SystemFault) {
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemFault("open \(folder)", errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw SystemFault("fsync \(folder)", errno) }
    }

    /// Makes a folder with mode 0700, or gives back the one that is there, whatever its mode.
    static func makeFolder(_ path: String) throws(SystemFault) {
        if mkdir(path, StoreFolder.folderMode) == 0 {
            guard chmod(path, StoreFolder.folderMode) == 0 else { throw SystemFault("chmod \(path)", errno) }
        } else if errno != EEXIST {
            throw SystemFault("make the folder \(path)", errno)
        }
    }
}

/// Permission bits.
enum FileMode {
    /// Nil when there is nothing.
    static func of(_ path: String) -> UInt32? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & 0o7777 : nil
    }

    /// `0644`.
    static func text(_ mode: UInt32) -> String { "0" + String(mode, radix: 8) }
}

/// A folder's entries.
enum FolderList {
    /// Without `.` and `..`; empty when there is no such folder.
    static func names(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
