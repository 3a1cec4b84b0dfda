import Glibc
import Synchronization

/// A person's terminal, taken over for a picture that is redrawn in place, and given back as it was.
final class Screen {
    private var former = termios()
    private static let isEnding = Atomic<Bool>(false)

    init() {
        // Made here, since a handler of signals must not.
        Self.isEnding.store(false, ordering: .relaxed)
        tcgetattr(STDIN_FILENO, &former)
        var raw = former
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
        tcsetattr(STDIN_FILENO, TCSANOW, &raw)
        // The other screen, without a cursor.
        Terminal.write("\u{1B}[?1049h\u{1B}[?25l", to: STDOUT_FILENO)
        for number in [SIGTERM, SIGHUP] { signal(number) { _ in Screen.isEnding.store(true, ordering: .relaxed) } }
    }

    deinit {
        Terminal.write("\u{1B}[?25h\u{1B}[?1049l", to: STDOUT_FILENO)
        tcsetattr(STDIN_FILENO, TCSANOW, &former)
    }

    /// Columns and rows.
    static var size: (width: Int, height: Int) {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return (80, 24) }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// Draws over what was there, line by line, so that nothing flickers.
    func draw(_ lines: [String]) {
        let height = Self.size.height
        let shown = lines.prefix(height).map { "\($0)\u{1B}[K" }.joined(separator: "\r\n")
        Terminal.write("\u{1B}[H\(shown)\u{1B}[J", to: STDOUT_FILENO)
    }

    /// Waits; true when somebody wants to leave: `q`, Escape, Ctrl-C, or a signal.
    func waits(seconds: Double) -> Bool {
        let end = ContinuousClock.now + .seconds(seconds)
        while true {
            let left = end - .now
            if Self.isEnding.load(ordering: .relaxed) { return true }
            if left <= .zero { return false }
            var watched = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            let milliseconds = Int32(
                clamping: left.components.seconds * 1_000 + left.components.attoseconds / 1_000_000_000_000_000 + 1)
            guard poll(&watched, 1, milliseconds) > 0 else { continue }
            var key: UInt8 = 0
            guard read(STDIN_FILENO, &key, 1) == 1 else { return true }
            if [UInt8(ascii: "q"), UInt8(ascii: "Q"), 0x1B, 3, 4].contains(key) { return true }
            if key == UInt8(ascii: " ") { return false }
        }
    }
}
