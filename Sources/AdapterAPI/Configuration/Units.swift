/// Reads numbers with units as configuration files write them.
public enum Units {
    /// `500ms`, `30s`, `5min`, `2h`, `30d`.
    public static func duration(_ text: String) -> Duration? {
        guard let (number, unit) = split(text) else { return nil }
        let seconds: Double
        switch unit {
        case "ms": seconds = number / 1000
        case "s": seconds = number
        case "min", "m": seconds = number * 60
        case "h": seconds = number * 3600
        case "d": seconds = number * 86_400
        default: return nil
        }
        guard seconds.isFinite, seconds <= 3_155_760_000 else { return nil }
        return .milliseconds(Int64((seconds * 1000).rounded()))
    }

    /// `512`, `450KiB`, `64MB`, `4GiB`: bytes.
    public static func bytes(_ text: String) -> Int? {
        guard let (number, unit) = split(text) else { return nil }
        let factor: Double
        switch unit {
        case "", "B": factor = 1
        case "kB", "KB": factor = 1e3
        case "MB": factor = 1e6
        case "GB": factor = 1e9
        case "TB": factor = 1e12
        case "KiB": factor = 1024
        case "MiB": factor = 1_048_576
        case "GiB": factor = 1_073_741_824
        case "TiB": factor = 1_099_511_627_776
        default: return nil
        }
        let bytes = number * factor
        guard bytes.isFinite, bytes < 9e18, bytes == bytes.rounded() || factor > 1 else { return nil }
        return Int(bytes.rounded())
    }

    /// `90/s`, `10/min`: times a second.
    public static func rate(_ text: String) -> Double? {
        guard let slash = text.firstIndex(of: "/"), let number = plainNumber(text[..<slash]) else { return nil }
        return perSecond(number, String(text[text.index(after: slash)...]))
    }

    /// `380KiB/s`: bytes a second.
    public static func byteRate(_ text: String) -> Double? {
        guard let slash = text.firstIndex(of: "/"), let bytes = bytes(String(text[..<slash])) else { return nil }
        return perSecond(Double(bytes), String(text[text.index(after: slash)...]))
    }

    private static func perSecond(_ number: Double, _ unit: String) -> Double? {
        switch unit {
        case "s": number
        case "min": number / 60
        case "h": number / 3600
        default: nil
        }
    }

    /// Digits with at most one point: no sign, no exponent, no `inf`.
    static func plainNumber(_ text: Substring) -> Double? {
        guard let first = text.first, first.isASCII, first.isNumber, text.last != ".",
            text.allSatisfy({ $0 == "." || ("0"..."9").contains($0) })
        else { return nil }
        return Double(text)
    }

    private static func split(_ text: String) -> (Double, String)? {
        let end = text.firstIndex { !("0"..."9").contains($0) && $0 != "." } ?? text.endIndex
        guard let number = plainNumber(text[..<end]) else { return nil }
        let unit = text[end...].drop { $0 == " " }
        return (number, String(unit))
    }
}

extension Duration {
    /// As a configuration file would write it: `500ms`, `30s`, `2h`.
    public var configurationText: String {
        let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
        if milliseconds % 1000 != 0 { return "\(milliseconds)ms" }
        let seconds = milliseconds / 1000
        for (size, unit) in [(86_400 as Int64, "d"), (3600, "h"), (60, "min")]
        where seconds >= size && seconds % size == 0 {
            return "\(seconds / size)\(unit)"
        }
        return "\(seconds)s"
    }

    /// In seconds, with a fraction.
    public var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
