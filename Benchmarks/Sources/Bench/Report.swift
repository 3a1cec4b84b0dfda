/// The table at the end.
struct Report {
    struct Row {
        let what, ours, limit, ratio, required: String
        let passed: Bool

        /// Medians of all rounds; the ratio is the median of each round's, since its two runs were beside each other.
        static func speed(_ what: String, _ unit: String, _ rounds: [Comparison], required: Double) -> Row {
            let ratio = median(rounds.map(\.ratio))
            return Row(
                what: what, ours: "\(Int(median(rounds.map(\.ours)))) \(unit)",
                limit: "\(Int(median(rounds.map(\.limit)))) \(unit)", ratio: decimals(ratio),
                required: "≥ \(decimals(required))", passed: ratio >= required)
        }

        /// The largest resident set while something was converted.
        static func memory(_ what: String, _ bytes: Int, allowed: Int) -> Row {
            func megabytes(_ bytes: Int) -> Int { (bytes + 999_999) / 1_000_000 }
            return Row(
                what: "resident memory, \(what)", ours: "\(megabytes(bytes)) MB", limit: "–", ratio: "–",
                required: "≤ \(megabytes(allowed)) MB", passed: bytes <= allowed)
        }

        fileprivate var cells: [String] {
            [what, ours, limit, ratio, required, passed ? "ok" : "MISSED"]
        }
    }

    let rows: [Row]

    var passed: Bool { rows.allSatisfy(\.passed) }

    var text: String {
        let lines = [["what", "ours", "limit", "ratio", "required", "verdict"]] + rows.map(\.cells)
        let widths = lines[0].indices.dropLast().map { column in lines.map { $0[column].count }.max() ?? 0 } + [0]
        return lines.map { line in
            zip(line, widths).map { $0 + String(repeating: " ", count: max(0, $1 - $0.count)) }.joined(separator: "  ")
        }.joined(separator: "\n")
    }
}

/// Two decimals, rounded down: 0.499 is not 0.50.
func decimals(_ value: Double) -> String {
    let hundredths = Int(value * 100)
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
}
