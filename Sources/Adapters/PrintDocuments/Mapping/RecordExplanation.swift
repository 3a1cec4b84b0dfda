/// Which rules gave a record what its header says, for `--explain`.
struct RecordExplanation {
    var subtype: String
    var asset: String?
    var time: String?

    /// One line a rule.
    func text(fallback: Bool) -> [String] {
        [
            "subtype from \(subtype)",
            asset.map { "machine from \($0)" } ?? "machine not named: the press file's asset:",
            fallback
                ? "time of the file, since the document gives no valid one (timestamp_fallback)"
                : "time from \(time ?? "the document")",
        ]
    }
}
