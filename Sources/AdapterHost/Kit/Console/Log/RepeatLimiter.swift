/// Keeps lines that say the same again and again from filling a log: the first few of a minute pass, the rest are counted
/// and told in one line at the minute's end. Pure; times are spans since any fixed moment.
///
/// Lines say the same when they differ in digits only: the same fault with another number, or with another file's.
struct RepeatLimiter {
    /// Lines that were left out.
    struct Summary: Equatable {
        /// The last of them, as it would have stood there.
        var last: String
        var count: Int
        /// Over how long.
        var span: Duration
    }

    /// Lines of a kind that pass in a window.
    static let burst = 10
    static let window = Duration.seconds(60)
    /// Kinds that are told apart at a time, at most; beyond them lines pass.
    static let mostKinds = 256
    /// Bytes of a line by which its kind is told.
    static let mostBytes = 160

    private struct Kind {
        var start: Duration
        var passed = 0
        var held = 0
        var last = ""
    }
    private var kinds: [String: Kind] = [:]

    /// Whether a line may stand in the log. Ask for what is ``due(_:)`` before.
    ///
    /// - Parameters:
    ///   - group: what the line is of; lines of two groups never say the same.
    mutating func passes(_ line: String, of group: String, now: Duration) -> Bool {
        let name = group + "\n" + Self.form(of: line)
        guard kinds[name] != nil || kinds.count < Self.mostKinds else { return true }
        var kind = kinds[name] ?? Kind(start: now)
        defer { kinds[name] = kind }
        if kind.passed < Self.burst {
            kind.passed += 1
            return true
        }
        kind.held += 1
        kind.last = line
        return false
    }

    /// What was left out in windows that are over by now. They begin anew with their next line.
    mutating func due(_ now: Duration) -> [Summary] {
        let over = kinds.filter { now - $0.value.start >= Self.window }
        for name in over.keys { kinds[name] = nil }
        return summaries(of: over, now)
    }

    /// What was left out so far, for the end of a log.
    mutating func drain(_ now: Duration) -> [Summary] {
        defer { kinds = [:] }
        return summaries(of: kinds, now)
    }

    private func summaries(of kinds: [String: Kind], _ now: Duration) -> [Summary] {
        kinds.filter { $0.value.held > 0 }.sorted { ($0.value.start, $0.key) < ($1.value.start, $1.key) }
            .map { Summary(last: $0.value.last, count: $0.value.held, span: now - $0.value.start) }
    }

    /// The line with one mark for each run of digits.
    private static func form(of line: String) -> String {
        var form: [UInt8] = []
        for byte in line.utf8.prefix(mostBytes) {
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            if !isDigit { form.append(byte) } else if form.last != UInt8(ascii: "#") { form.append(UInt8(ascii: "#")) }
        }
        return String(decoding: form, as: UTF8.self)
    }
}
