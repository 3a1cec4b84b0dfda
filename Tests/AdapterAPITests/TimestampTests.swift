import AdapterAPI
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        "2026-11-23T08:15:30Z", "2026-11-23T08:15:30.1234567+01:00", "0001-01-01T00:00:00-23:59",
    ])
    func `keeps a valid RFC 3339 time verbatim`(text: String) throws {
        #expect(try #require(Timestamp(text, zone: .utc)).text == text)
    }

    @Test(arguments: [
        ("2026-11-23T08:15", "2026-11-23T08:15:00.000+01:00"),
        ("2026-11-23T08:15:30", "2026-11-23T08:15:30.000+01:00"),
        ("2026-11-23T08:15:30.5", "2026-11-23T08:15:30.500+01:00"),
        ("2026-11-23T08:15:30-05", "2026-11-23T08:15:30.000-05:00"),
        ("2026-07-01T12:00:00", "2026-07-01T12:00:00.000+02:00"),
        // A gap and an overlap take the offset in force before the change.
        ("2026-03-29T02:30:00", "2026-03-29T02:30:00.000+01:00"),
        ("2026-10-25T02:30:00", "2026-10-25T02:30:00.000+02:00"),
        ("2026-10-25T03:00:00", "2026-10-25T03:00:00.000+01:00"),
    ])
    func `writes other accepted times with milliseconds and an offset`(text: String, expected: String) throws {
        let berlin = try #require(ZoneRules.named("Europe/Berlin"))
        #expect(try #require(Timestamp(text, zone: berlin)).text == expected)
    }

    @Test(arguments: [
        "", "2026-11-23", "2026-11-23T08:15:30CEST", "23.11.2026 08:15", "2026-11-23 08:15:30", "2026-02-29T00:00:00Z",
        "2026-11-23T24:00:00Z", "2026-11-23T08:60:00Z", "2026-11-23T08:15:30.Z", "2026-11-23T08:15:30+1:00",
        " 2026-11-23T08:15:30Z", "2026-11-23T…:00:00.887+01:00", "2026-11-23T08:15:30+01:00x",
    ])
    func `refuses everything else`(text: String) {
        #expect(Timestamp(text, zone: .utc) == nil)
    }

    @Test func `a time with a very long fraction is cut to milliseconds`() throws {
        let text = "2026-11-23T08:15:30.123456789012345678901234567890Z"
        #expect(try #require(Timestamp(text, zone: .utc)).text == "2026-11-23T08:15:30.123+00:00")
    }

    @Test func `reads and writes the same instant for every day of four centuries`() throws {
        for day in stride(from: -100_000, to: 60_000, by: 37) {
            let seconds = Int64(day) * 86_400 + 3_661
            let written = Timestamp(secondsSince1970: seconds, nanoseconds: 5_000_000)
            let read = try #require(Timestamp(written.text, zone: .utc))
            #expect(read.secondsSince1970 == seconds)
            #expect(read.nanoseconds == 5_000_000)
        }
    }

    @Test func `knows no zone by abbreviation or in a wrong spelling`() {
        #expect(ZoneRules.named("CEST") == nil)
        #expect(ZoneRules.named("Europe/Berlln") == nil)
        #expect(ZoneRules.named("UTC") != nil)
    }
}
