import PrintDocuments

/// Reads a print document from a file as it is usually done, and with any root allowed and narrow limits that inputs reach.
enum DocumentsTarget {
    private static let narrow: PrintDocumentOptions = {
        var options = PrintDocumentOptions()
        options.eventType = "fuzz.document"
        options.recordNames = ["R"]
        options.limits.depth = 20
        options.limits.token = 512
        options.limits.payload = 1024
        return options
    }()

    static func findings(_ input: [UInt8]) async -> [String] {
        var findings: [String] = []
        for options in [PrintDocumentOptions(), narrow] {
            findings += await DocumentRecords.findings(input) {
                try await PrintDocumentReader(options: options).read($0, to: $1)
            }
        }
        return findings
    }
}
