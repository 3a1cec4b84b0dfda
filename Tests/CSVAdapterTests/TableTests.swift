import AdapterAPI
import Testing

@testable import CSVAdapter

@Suite("Tables")
struct TableTests {
    @Test("a row becomes an object of strings, empty values left out")
    func plain() throws {
        let table = try ReadTable("Job Nr.,Größe,,Größe\n1,2,3,4\n5,,\"\",8\n")
        #expect(
            table.payloads == [
                #"{"record":{"job_nr":"1","größe":"2","column_3":"3","größe_2":"4"}}"#,
                #"{"record":{"job_nr":"5","größe_2":"8"}}"#,
            ])
        #expect(table.rows.map(\.line) == [2, 3])
        #expect(table.rows.map(\.subtype) == ["Record", "Record"])
        #expect(table.recordsTaken == 2)
        #expect(table.fault == nil)
    }

    @Test("empty values are kept when asked for")
    func keepEmpty() throws {
        let table = try ReadTable("a,b\n,\n", ["keepEmpty": "true"])
        #expect(table.payloads == [#"{"record":{"a":"","b":""}}"#])
        #expect(try ReadTable("a,b\n,\n").payloads == [#"{"record":{}}"#])
    }

    @Test(
        "quotes, with everything that may stand in them",
        arguments: [("\n", #"\n"#), ("\r\n", #"\r\n"#), ("\r", #"\r"#)])
    func quotes(end: String, escaped: String) throws {
        let table = try ReadTable(
            ["a;b", "\"x;\"\"y\"\"\";\"1\(end)2\"", "5\" pipe;\\", "", "z;\"\""].joined(separator: end),
            ["delimiter": "semicolon"])
        #expect(
            table.payloads == [
                #"{"record":{"a":"x;\"y\"","b":"1"# + escaped + #"2"}}"#,
                #"{"record":{"a":"5\" pipe","b":"\\"}}"#,
                #"{"record":{"a":"z"}}"#,
            ])
        #expect(table.rows.map(\.line) == [2, 4, 6])
    }

    @Test("a byte order mark is no part of the first name")
    func byteOrderMark() throws {
        #expect(try ReadTable("\u{feff}a\n1").payloads == [#"{"record":{"a":"1"}}"#])
    }

    @Test("other encodings")
    func encodings() throws {
        let bytes = Array("na".utf8) + [0xef, 0x0a, 0x80, 0xe4, 0x22, 0x0a]
        #expect(
            try ReadTable(bytes, ["encoding": "windows-1252"]).payloads == [#"{"record":{"naï":"€ä\""}}"#])
        #expect(
            try ReadTable(bytes, ["encoding": "iso-8859-1"]).payloads == ["{\"record\":{\"naï\":\"\u{80}ä\\\"\"}}"])
        let quoted: [UInt8] = Array("a\n\"".utf8) + [0xdf, 0x22, 0x22, 0xdf] + Array("\"\n".utf8)
        #expect(try ReadTable(quoted, ["encoding": "iso-8859-1"]).payloads == [#"{"record":{"a":"ß\"ß"}}"#])
        #expect(try ReadTable(bytes).fault?.reason.contains("encoding") == true)
    }

    @Test("rows that cannot be read are refused with their bytes, and the others flow")
    func refusals() throws {
        let bytes = Array("a,b\n1,2\n1,2,3\n\n".utf8) + [0x31, 0x2c, 0xff, 0x0a] + Array("\"1\"x,2\n3,ä\n".utf8)
        let table = try ReadTable(bytes)
        #expect(
            table.rows.map(\.refusal) == [
                nil, "wrong_width: the row has 3 values, the header 2",
                "bad_encoding: column \"b\" is no valid UTF-8",
                "bad_quotes: column \"a\" has text after its closing quote", nil,
            ])
        #expect(table.rows[1].payload == "1,2,3")
        #expect(table.rows[3].payload == "\"1\"x,2")
        #expect(table.rows.map(\.line) == [2, 3, 5, 6, 7])
        #expect(table.recordsTaken == 5)
    }

    @Test("configured columns stay in the payload and say what the record is about")
    func columns() throws {
        let table = try ReadTable(
            "Maschine;Beginn;Arbeitsgang\n XL106 ;29.03.2026 02:30:00;Druck\n;30.3.26;\nXL106;30.03.2026 00:00:00;Druck",
            ["delimiter": ";"],
            columns: [
                "Maschine": ["as": "asset"], "Arbeitsgang": ["as": "subtype"],
                "beginn": ["as": "time", "format": "dd.MM.yyyy HH:mm:ss"],
            ])
        #expect(table.rows.map(\.asset) == ["XL106", nil, "XL106"])
        #expect(table.rows.map(\.subtype) == ["Druck", "Record", "Druck"])
        // In the gap of spring the offset in force before it counts.
        #expect(
            table.rows.map(\.time) == [
                "2026-03-29T02:30:00.000+01:00", "2001-09-09T03:46:40.000+02:00", "2026-03-30T00:00:00.000+02:00",
            ])
        #expect(table.counts == ["timestamp_fallback": 1])
        #expect(
            table.payloads[0]
                == #"{"record":{"maschine":" XL106 ","beginn":"29.03.2026 02:30:00","arbeitsgang":"Druck"}}"#)
    }

    @Test("a configured column that is not there")
    func missingColumn() throws {
        let fault = try ReadTable("a,b\n1,2\n", columns: ["Maschine": ["as": "asset"]]).fault
        #expect(fault?.line == 1)
        #expect(fault?.reason == #"no column "Maschine"; the file has "a", "b""#)
    }

    @Test("an open quote names the line where it opened, and what came before flows")
    func openQuote() throws {
        let table = try ReadTable("a,b\n1,2\n\"x\ny\",\"z\n\n")
        #expect(table.payloads.count == 1)
        #expect(table.fault?.line == 4)
        #expect(table.fault?.recordsTaken == 1)
        #expect(table.fault?.reason.contains("never closed") == true)
    }

    @Test("a row that is too long")
    func tooLong() throws {
        let text = "a\n1\n" + String(repeating: "x", count: 300_000) + "\n2\n"
        #expect(try ReadTable(text).payloads.count == 3)
        for pieceSize in [64, 1 << 20] {
            let table = try ReadTable(text, ["maxRowSize": "100KiB"], pieceSize: pieceSize)
            #expect(table.payloads.count == 1)
            #expect(table.fault?.line == 3)
        }
    }

    @Test("no header row", arguments: ["", "\u{feff}", "\n\r\n"])
    func noHeader(text: String) throws {
        #expect(try ReadTable(text).fault?.reason == "there is no header row")
    }

    @Test("skipped rows keep the others' identities")
    func skipping() throws {
        let text = "a\n" + (1...3000).map { "\($0)\n" }.joined()
        let all = try ReadTable(text)
        let rest = try ReadTable(text, skip: 1234)
        #expect(all.rows.count == 3000)
        #expect(Set(all.rows.map(\.identity)).count == 3000)
        #expect(Array(all.rows.dropFirst(1234)) == rest.rows)
        #expect(rest.recordsTaken == 3000)
    }

    @Test("names are told by their ends")
    func recognises() {
        #expect(CSVAdapter.recognises(name: "A.CSV", head: []))
        #expect(CSVAdapter.recognises(name: "a.tsv", head: []))
        #expect(!CSVAdapter.recognises(name: "a.xml", head: []))
    }
}
