import AdapterAPI

/// How a source is doing, for the host's status and its summary.
struct SourceStanding: Sendable, Equatable {
    enum Health: String, Sendable {
        case running
        /// It gets no further although it has something to do.
        case stalled
        /// It failed, and starts again after a while.
        case failed
        /// It has nothing more to read.
        case ended
    }

    var id: String
    var health = Health.running
    /// Why it failed last, or what it hangs in.
    var cause: String?
    /// When it starts again, in seconds since 1970.
    var nextTry: Int64?
    /// Since when it gets no further, in seconds since 1970.
    var since: Int64?

    /// For the status: which source, what is wrong, since when or until when.
    var text: String {
        var text = id
        if let cause { text += ": \(cause)" }
        if let since { text += " (since \(Timestamp(secondsSince1970: since).text))" }
        if let nextTry { text += " (next try at \(Timestamp(secondsSince1970: nextTry).text))" }
        return text
    }
}
