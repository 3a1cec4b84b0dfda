public import AdapterAPI

/// How a source's documents are mapped: what its press file says, with the defaults of the mapping rules.
public struct PrintDocumentOptions: Sendable {
    /// Limits on a document, so that no input can take the host's memory or time.
    public struct Limits: Sendable {
        /// Elements inside one another.
        public var depth = 200
        /// Bytes of one attribute, text or comment.
        public var token = 1 << 20
        /// Different names of elements, attributes and prefixes in a document: each costs memory until it ends.
        public var names = 65_536
        /// Messages of a body whose sender waits for an answer to each: they are listed in memory.
        public var messages = 1_000_000
        /// Bytes of one payload; a larger record goes to the dead letters.
        public var payload = 128 * 1024
        /// Bytes kept of a record that goes to the dead letters since it is too large.
        public var kept = 1 << 20

        public init() {}
    }

    /// The event type in place of the document's own; needed for roots that the mapping does not know.
    public var eventType: String?
    /// The event subtype in place of the record's name.
    public var eventSubtype: String?
    /// Local names of the elements that are records, for roots that the mapping does not know; none: the whole document.
    public var recordNames: Set<String> = []
    /// The zone of times without an offset.
    public var zone: ZoneRules = .utc
    /// Whether elements and attributes that name persons stay.
    public var keepsPersonalData = false
    public var limits = Limits()
    /// Whether each record is noted with the rules that gave its header, for `--explain`.
    var explains = false
    /// Whether the messages of a JMF or XJMF document are listed, for an answer to their sender.
    var collectsMessages = false

    public init() {}

    /// Reads the options that every kind of print document shares.
    public init(_ configuration: inout ConfigurationReader) {
        eventType = configuration.optionalEventType(
            "eventType", help: "event type in place of the document's own; needed for other roots than the known ones")
        eventSubtype = configuration.optionalEventSubtype(
            "eventSubtype", help: "event subtype in place of the record's element name")
        recordNames = Set(
            configuration.strings(
                "record", help: "elements that are one event each, for other roots than the known ones; none: the whole"
            ))
        zone = configuration.timeZone("zone", help: "zone of times without an offset")
        keepsPersonalData = configuration.boolean(
            "personalData", default: false, help: "whether elements and attributes that name persons are kept")
        limits.depth = configuration.integer(
            "maxDepth", default: limits.depth, in: 1...2000, help: "elements inside one another")
        limits.names = configuration.integer(
            "maxNames", default: limits.names, in: 1000...1_000_000,
            help: "different names of elements and attributes in a document")
        limits.token = configuration.bytes(
            "maxTokenSize", default: "1MiB", help: "largest attribute, text or comment of a document")
    }
}
