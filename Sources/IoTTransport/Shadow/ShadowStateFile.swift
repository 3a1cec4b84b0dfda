import Glibc

/// The shadow's last state on disk, in a small file of its own: it outlives a damaged spool, and a person can read it.
struct ShadowStateFile {
    /// More than ``ShadowState`` can need.
    private static let largest = 65_536

    let path: String

    /// The state; an empty one and why when there is none to be had. No file is no fault.
    func load() -> (state: ShadowState, fault: String?) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            return (ShadowState(), errno == ENOENT ? nil : "\(path): \(SystemFault.text(errno))")
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 8_192)
        while bytes.count <= Self.largest {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0 { return (ShadowState(), "\(path): \(SystemFault.text(errno))") }
            if count == 0 { break }
            bytes.append(contentsOf: buffer[..<count])
        }
        if let state = ShadowState(bytes: bytes) { return (state, nil) }
        return (ShadowState(), "\(path): damaged")
    }

    /// Puts the state in place, whole and on disk, or leaves the former one.
    /// - Throws: ``SystemFault``.
    func store(_ state: ShadowState) throws(SystemFault) {
        let fresh = path + ".new"
        let descriptor = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SystemFault("open \(fresh)", errno) }
        let bytes = state.bytes + [UInt8(ascii: "\n")]
        let isWritten = write(descriptor, bytes, bytes.count) == bytes.count && fsync(descriptor) == 0
        let code = errno
        close(descriptor)
        guard isWritten else { throw SystemFault("write \(fresh)", code) }
        guard rename(fresh, path) == 0 else { throw SystemFault("rename \(fresh)", errno) }
        syncFolder()
    }

    /// The rename is on disk only with its folder. It is as well if that fails: the state is asked for at every connect.
    private func syncFolder() {
        let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let descriptor = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
