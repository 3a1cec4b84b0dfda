/// What reads input from outside, each to be called with any bytes whatever.
///
/// A target gives what it found to be wrong, in words; that it neither crashes nor hangs is for its caller to see. Beside
/// that it compares: the same input in other pieces, or read on from the middle, must give the same.
public enum FuzzTarget: String, CaseIterable, Sendable {
    /// Print documents, from the file to the payloads.
    case documents
    /// MIME packages.
    case mime
    /// gzip files.
    case gzip
    /// Times of headers.
    case times
    /// Tables of separated values.
    case csv

    /// Reads the input; empty when all is well.
    public func findings(_ input: [UInt8]) async -> [String] {
        switch self {
        case .documents: await DocumentsTarget.findings(input)
        case .mime: MIMETarget.findings(input)
        case .gzip: GzipTarget.findings(input)
        case .times: TimesTarget.findings(input)
        case .csv: await CSVTarget.findings(input)
        }
    }
}
