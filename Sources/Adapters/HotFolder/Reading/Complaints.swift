import Logging

/// Says once what is wrong with a file, and again only when something else is.
struct Complaints {
    private var said: [FileName: String] = [:]
    private let logger: Logger

    /// Names remembered at most; beyond it a complaint may be repeated.
    private static let limit = 4_096

    init(_ logger: Logger) {
        self.logger = logger
    }

    mutating func say(_ name: FileName, _ text: String) {
        guard said[name] != text else { return }
        if said.count >= Self.limit { said.removeAll() }
        said[name] = text
        logger.warning("\(text)", metadata: ["file": "\(name)"])
    }

    /// What was last said about a file.
    func text(about name: FileName) -> String? { said[name] }

    /// Forgets what was said about files that are no longer there.
    mutating func prune(keeping isPresent: (FileName) -> Bool) {
        if !said.isEmpty { said = said.filter { isPresent($0.key) } }
    }

    mutating func forget(_ name: FileName) {
        said[name] = nil
    }
}
