/// Where a file goes once all that was taken of it is durable.
enum Verdict: Equatable {
    case done
    /// Refused; the text is for the reason file and the log.
    case refused(String)
}
