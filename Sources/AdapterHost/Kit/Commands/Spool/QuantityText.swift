/// Spans and sizes for a person, with two or three digits.
enum QuantityText {
    /// `45 s`, `12 min`, `37 h`, `9 d`.
    static func span(_ seconds: Double) -> String {
        let seconds = max(0, seconds)
        if seconds < 120 { return "\(Int(seconds.rounded())) s" }
        if seconds < 7_200 { return "\(Int((seconds / 60).rounded())) min" }
        if seconds < 172_800 { return "\(Int((seconds / 3_600).rounded())) h" }
        return "\(Int(min(seconds / 86_400, 1e9).rounded())) d"
    }

    /// `512 B`, `1.4 MiB`, `37 GiB`.
    static func bytes(_ bytes: Int64) -> String {
        var value = Double(bytes)
        for unit in ["B", "KiB", "MiB", "GiB"] {
            if value < 1_024 { return "\(digits(value, whole: unit == "B")) \(unit)" }
            value /= 1_024
        }
        return "\(digits(value, whole: false)) TiB"
    }

    /// `88/s`, `0.4/s`.
    static func rate(_ perSecond: Double) -> String { "\(digits(perSecond, whole: perSecond == 0))/s" }

    private static func digits(_ value: Double, whole: Bool) -> String {
        if whole || value >= 10 { return "\(Int(value.rounded()))" }
        let tenths = Int((value * 10).rounded())
        if tenths == 0, value > 0 { return "0.1" }
        return "\(tenths / 10).\(tenths % 10)"
    }
}
