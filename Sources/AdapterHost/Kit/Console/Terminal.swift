import Glibc

/// Standard output and standard error as a command uses them.
enum Terminal {
    /// Whether standard error is a person's screen.
    static var isErrorInteractive: Bool { isatty(STDERR_FILENO) != 0 }

    /// Writes a line to standard error.
    static func complain(_ line: String) {
        write(line + "\n", to: STDERR_FILENO)
    }

    /// Writes a line to standard output.
    static func say(_ line: String) {
        write(line + "\n", to: STDOUT_FILENO)
    }

    /// Waits, as a command may.
    static func pause(milliseconds: UInt32) { usleep(milliseconds * 1000) }

    /// Writes text as it stands; gives up silently when nobody reads any more.
    static func write(_ text: String, to descriptor: Int32) {
        var text = text
        text.withUTF8 { _ = write(UnsafeRawBufferPointer($0), to: descriptor) }
    }

    /// Writes all bytes; false when the other end is gone or the disk is full.
    static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
        var rest = bytes
        while let base = rest.baseAddress, rest.count > 0 {
            let written = Glibc.write(descriptor, base, rest.count)
            if written < 0 {
                if errno == EINTR { continue }
                return false
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[written...])
        }
        return true
    }
}
