import GRDB

/// The tables, and what every connection is set to.
enum SpoolSchema {
    static let version = 2
    static let pageSize = 16_384

    /// In this order: the page size only holds before the first write, and `synchronous` must come after the journal
    /// mode. GRDB's own `journalMode = .wal` would set `synchronous = NORMAL`, which loses commits on power failure.
    /// Debian's SQLite overwrites deleted pages unless told not to, which costs five times as much.
    /// The journal is kept small so that the reserve for a full disk can be small.
    static func prepare(_ database: Database) throws {
        try database.execute(
            sql: """
                PRAGMA page_size=\(pageSize);
                PRAGMA journal_mode=WAL;
                PRAGMA synchronous=FULL;
                PRAGMA secure_delete=OFF;
                PRAGMA cache_size=-8192;
                PRAGMA wal_autocheckpoint=256;
                """)
    }

    /// Creates the tables of a new file, or brings those of an older one up to date.
    ///
    /// - Throws: ``SpoolError/newerFormat(_:)`` or a `DatabaseError`.
    static func create(_ database: Database, path: String) throws {
        let found = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        if found > version { throw SpoolError.newerFormat(path) }
        let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema WHERE type = 'table'") ?? 0
        if found == 0, tables > 0 { throw SpoolDamage("the database of another program") }
        try database.inTransaction(.immediate) {
            if found < 1 { try database.execute(sql: first) }
            if try !database.tableExists("recent_ids") { try database.execute(sql: recentIDs) }
            if found < 2 { try database.execute(sql: second) }
            try database.execute(sql: deadLetterTimes)
            return .commit
        }
    }

    /// Ids of events, packed: few rows, each added at the end of its source's. A row for each id under a random key would
    /// cost more than all else. Not in `first`, since files of before lack it.
    private static let recentIDs = """
        CREATE TABLE recent_ids(
            source TEXT NOT NULL, segment INTEGER NOT NULL, row INTEGER NOT NULL, day INTEGER NOT NULL,
            ids BLOB NOT NULL, PRIMARY KEY(source, segment, row)) WITHOUT ROWID;
        """

    /// So that dead letters can be counted without reading them.
    private static let deadLetterTimes = """
        CREATE INDEX IF NOT EXISTS dead_letter_at ON dead_letter(at);
        CREATE INDEX IF NOT EXISTS dead_letter_code ON dead_letter(code, source);
        """

    /// What version 2 adds. Times are seconds since 1970; `class` is 0 for ordinary events; `sum` is a ``SpoolSum``, null in
    /// rows of before; `request` is what commands leave for the running host; `sample` is what ``SpoolSample`` is.
    private static let second = """
        ALTER TABLE chunk ADD COLUMN source TEXT NOT NULL DEFAULT '';
        ALTER TABLE chunk ADD COLUMN class INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE chunk ADD COLUMN at INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE chunk ADD COLUMN sum INTEGER;
        ALTER TABLE checkpoint ADD COLUMN sum INTEGER;
        CREATE TABLE sample(
            id INTEGER PRIMARY KEY, at INTEGER NOT NULL, queued INTEGER NOT NULL, queued_bytes INTEGER NOT NULL,
            departed INTEGER NOT NULL);
        ALTER TABLE dead_letter ADD COLUMN code TEXT NOT NULL DEFAULT '';
        ALTER TABLE dead_letter ADD COLUMN topic TEXT;
        ALTER TABLE dead_letter ADD COLUMN type INTEGER;
        ALTER TABLE dead_letter ADD COLUMN record BLOB;
        ALTER TABLE dead_letter ADD COLUMN attempts INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE dead_letter ADD COLUMN history TEXT NOT NULL DEFAULT '';
        ALTER TABLE counters ADD COLUMN retried INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE counters ADD COLUMN dropped INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE counters ADD COLUMN dead_late INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE counters ADD COLUMN kept_bytes INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE counters ADD COLUMN queued_bytes INTEGER NOT NULL DEFAULT 0;
        CREATE TABLE request(
            id INTEGER PRIMARY KEY, kind TEXT NOT NULL, argument TEXT NOT NULL, at INTEGER NOT NULL);
        PRAGMA user_version = 2;
        """

    /// `chunk` is apart from `chunk_data` so that listing the spool does not read the events.
    private static let first = """
        CREATE TABLE chunk(
            id INTEGER PRIMARY KEY, topic TEXT NOT NULL, count INTEGER NOT NULL, first INTEGER NOT NULL,
            bytes INTEGER NOT NULL, entries BLOB NOT NULL);
        CREATE TABLE chunk_data(id INTEGER PRIMARY KEY, data BLOB NOT NULL);
        CREATE TABLE checkpoint(source TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE event_type(id INTEGER PRIMARY KEY, type TEXT NOT NULL, subtype TEXT NOT NULL);
        CREATE TABLE dead_letter(
            id INTEGER PRIMARY KEY, at INTEGER NOT NULL, source TEXT NOT NULL, reason TEXT NOT NULL,
            origin TEXT NOT NULL, bytes BLOB NOT NULL);
        CREATE TABLE counters(
            id INTEGER PRIMARY KEY CHECK (id = 1), mapped INTEGER NOT NULL, queued INTEGER NOT NULL,
            filtered INTEGER NOT NULL, duplicate INTEGER NOT NULL, dead INTEGER NOT NULL,
            acknowledged INTEGER NOT NULL, waiting INTEGER NOT NULL, bytes INTEGER NOT NULL,
            dead_letters_dropped INTEGER NOT NULL, dead_letter_bytes INTEGER NOT NULL);
        CREATE TABLE named_counter(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO counters VALUES(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        PRAGMA user_version = 1;
        """
}
