import Glibc

/// A line on the terminal that shows how far a long work is; nothing before a second has passed, nothing when piped.
struct Progress {
    private let isShown = Terminal.isErrorInteractive
    private let start = ContinuousClock.now
    private var last = ContinuousClock.now
    private var hasLine = false

    /// Shows how far the work is, at most five times a second.
    mutating func show(_ text: @autoclosure () -> String) {
        guard isShown else { return }
        let now = ContinuousClock.now
        guard now - start > .seconds(1), now - last > .milliseconds(200) else { return }
        last = now
        hasLine = true
        Terminal.write("\r\u{1b}[K" + text(), to: STDERR_FILENO)
    }

    /// Takes the line away.
    mutating func clear() {
        if hasLine { Terminal.write("\r\u{1b}[K", to: STDERR_FILENO) }
        hasLine = false
    }
}
