import AdapterAPI
import Glibc

/// The text beside a refused file that says why.
struct ReasonFile {
    let target: TargetFolder

    static let ending = ".reason.txt"

    /// Writes the reason beside the place that the file is about to take; false when another file has the reason's name.
    /// A reason with the same words is one that a crash left behind.
    func write(_ reason: String, for name: FileName) throws(FileFault) -> Bool {
        let reasonName = name.appending(Self.ending)
        let text = Array(reason.utf8)
        let raw = reasonName.withCString {
            openat(target.descriptor.raw, $0, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        }
        guard raw >= 0 else {
            if errno == EEXIST { return holds(reasonName, text) }
            throw FileFault(path: "\(target.path)/\(reasonName)", action: "create", code: errno)
        }
        let file = Descriptor(raw)
        let written = text.withUnsafeBytes { Glibc.write(file.raw, $0.baseAddress, $0.count) }
        if written == text.count, fsync(file.raw) == 0 { return true }
        let code = errno
        _ = reasonName.withCString { unlinkat(target.descriptor.raw, $0, 0) }
        throw FileFault(path: "\(target.path)/\(reasonName)", action: "write", code: code)
    }

    private func holds(_ name: FileName, _ text: [UInt8]) -> Bool {
        let raw = name.withCString { openat(target.descriptor.raw, $0, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard raw >= 0 else { return false }
        let file = Descriptor(raw)
        var found = [UInt8](repeating: 0, count: text.count + 1)
        let got = found.withUnsafeMutableBytes { read(file.raw, $0.baseAddress, $0.count) }
        return got == text.count && found.prefix(got).elementsEqual(text)
    }
}
