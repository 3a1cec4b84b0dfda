/// Writes RFC 3339 with milliseconds and an offset, without Foundation.
enum TimestampFormat {
    /// Calls `put` with position and byte for each character, and returns their number. Years outside 0000…9999 are
    /// held at the nearest one, since RFC 3339 has four digits.
    static func write(seconds: Int64, nanoseconds: Int32, offset: Int, put: (Int, UInt8) -> Void) -> Int {
        let minutes = offset / 60
        let earliest: Int64 = -62_167_219_200
        let latest: Int64 = 253_402_300_799
        let local = min(max(seconds + Int64(minutes * 60), earliest), latest)
        let days = Int((local >= 0 ? local : local - 86_399) / 86_400)
        let ofDay = Int(local) - days * 86_400
        let date = CivilDate(daysSince1970: days)
        var at = 0
        func digits(_ count: Int, _ value: Int) {
            var divisor = 1
            for _ in 1..<count { divisor *= 10 }
            while divisor > 0 {
                put(at, UInt8(ascii: "0") + UInt8(value / divisor % 10))
                at += 1
                divisor /= 10
            }
        }
        func mark(_ mark: Unicode.Scalar) {
            put(at, UInt8(ascii: mark))
            at += 1
        }
        digits(4, date.year)
        mark("-")
        digits(2, date.month)
        mark("-")
        digits(2, date.day)
        mark("T")
        digits(2, ofDay / 3600)
        mark(":")
        digits(2, ofDay / 60 % 60)
        mark(":")
        digits(2, ofDay % 60)
        mark(".")
        digits(3, Int(nanoseconds / 1_000_000))
        mark(minutes < 0 ? "-" : "+")
        digits(2, abs(minutes) / 60)
        mark(":")
        digits(2, abs(minutes) % 60)
        return at
    }
}
