import Foundation
import GRDB
import TestServers
import Testing

@testable import IoTTransport

/// Spools that older versions of the program left.
@Suite struct SchemaTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The tables of version 1, as that version made them.
    private static let first = """
        PRAGMA page_size=16384;
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
        INSERT INTO counters VALUES(1, 3, 2, 0, 0, 1, 0, 2, 10, 0, 3);
        INSERT INTO chunk VALUES(7, 't', 2, 0, 10, x'05000000000000000A00000000000000');
        INSERT INTO chunk_data VALUES(7, 'helloworld');
        INSERT INTO checkpoint VALUES('a', x'32');
        INSERT INTO event_type VALUES(0, 'ODA', 'JobEvent');
        INSERT INTO dead_letter VALUES(1, 1700000000, 'a', 'no asset', 'f.xml:3:1', 'abc');
        PRAGMA user_version = 1;
        """

    @Test func `a spool of version 1 goes on with all it holds`() async throws {
        let path = folder.file("spool.db")
        let queue = try DatabaseQueue(path: path)
        try queue.inDatabase { try $0.execute(sql: Self.first) }
        try queue.close()
        let spool = Spool(SpoolSettings(path: path), logger: LogLines().logger)
        try spool.open()
        #expect(try spool.checkpoint(of: "a") == Array("2".utf8))
        #expect(spool.counters().balances && spool.counters().waiting == 2 && spool.counters().dead == 1)
        let consumer = try Consumer(spool)
        let stored = try await consumer.take()
        #expect(stored.flatMap { Events.all($0.chunk) } == [Array("hello".utf8), Array("world".utf8)])
        try await spool.append(Events.append("b", 0..<3))
        spool.close()
        let after = try DatabaseQueue(path: path)
        let columns = try after.read { database in
            try Row.fetchOne(database, sql: "SELECT source, class, at > 1700000000 FROM chunk WHERE id = 8")
        }
        let row = try #require(columns)
        #expect((row[0] as String) == "b" && (row[1] as Int) == 0 && (row[2] as Int) == 1)
        let letter = try after.read { database in
            try Row.fetchOne(database, sql: "SELECT reason, code, attempts FROM dead_letter")
        }
        #expect((letter?[0] as String?) == "no asset" && (letter?[1] as String?) == "")
    }
}
