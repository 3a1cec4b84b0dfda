import AdapterAPI

/// Reads a time: what is accepted goes out as a time that means the same and stays as it is.
enum TimesTarget {
    private static let zones = [ZoneRules.utc] + ["Europe/Berlin", "America/St_Johns"].compactMap(ZoneRules.named)

    static func findings(_ input: [UInt8]) -> [String] {
        zones.compactMap { zone in
            guard let time = input.withUnsafeBytes({ Timestamp($0, zone: zone) }) else { return nil }
            guard time.textLength <= Timestamp.longestText else { return "the text is too long" }
            guard let again = Timestamp(time.text, zone: .utc) else { return "\(time.text) is not accepted again" }
            guard again.text == time.text else { return "\(time.text) becomes \(again.text)" }
            let isCut = time.nanoseconds / 1_000_000 * 1_000_000 == again.nanoseconds
            guard again.secondsSince1970 == time.secondsSince1970, isCut || again.nanoseconds == time.nanoseconds else {
                return "\(time.text) means another time than was read"
            }
            return nil
        }
    }
}
