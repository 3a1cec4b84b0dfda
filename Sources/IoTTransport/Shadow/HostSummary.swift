/// What a host says about itself in its own named shadow.
public struct HostSummary: Sendable, Equatable {
    /// One source and how it is doing.
    public struct Source: Sendable, Equatable {
        /// As in its press file.
        public var id: String
        /// `running`, `stalled`, `failed`, `ended`.
        public var health: String

        /// A source's line.
        public init(id: String, health: String) {
            self.id = id
            self.health = health
        }
    }

    /// The program's version.
    public var version: String
    /// In the order of the configuration.
    public var sources: [Source]
    /// Events on disk and not acknowledged.
    public var queueDepth: Int
    /// Seconds that the oldest of them has been waiting, at least; nil while none is.
    public var oldestWaiting: Int?
    /// Seconds until the certificate expires, negative afterwards; nil when not known.
    public var certificateExpiry: Int?

    /// All that is known.
    public init(
        version: String, sources: [Source], queueDepth: Int, oldestWaiting: Int? = nil, certificateExpiry: Int? = nil
    ) {
        self.version = version
        self.sources = sources
        self.queueDepth = queueDepth
        self.oldestWaiting = oldestWaiting
        self.certificateExpiry = certificateExpiry
    }

    /// Bytes of the document that are not exceeded: the platform takes 8,192.
    static let largest = 7_168

    /// As `reported`. Sources that find no room are left out and counted. A list, since the service replaces lists
    /// whole: members of an object that is no longer written would stay for ever.
    var document: JSONValue {
        var members: [String: JSONValue] = [
            "version": .string(version), "queueDepth": .number("\(queueDepth)"),
            "oldestWaitingSeconds": oldestWaiting.map { .number("\($0)") } ?? .null,
            "certificateExpirySeconds": certificateExpiry.map { .number("\($0)") } ?? .null,
            "sourcesOmitted": .number("\(sources.count)"), "sources": .array([]),
        ]
        var room = Self.largest - JSONValue.object(members).bytes.count
        var listed: [JSONValue] = []
        for source in sources {
            let line = JSONValue.object(["id": .string(source.id), "health": .string(source.health)])
            room -= line.bytes.count + 1
            guard room >= 0 else { break }
            listed.append(line)
        }
        members["sources"] = .array(listed)
        members["sourcesOmitted"] = .number("\(sources.count - listed.count)")
        return .object(members)
    }
}
