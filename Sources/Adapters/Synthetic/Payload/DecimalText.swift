/// Writes a number that counts hundredths or thousandths.
enum DecimalText {
    /// `12.05`.
    static func text(_ value: Int, digits: Int) -> String { text(value, digits: digits, point: ".", group: "") }

    /// `1.234,05`, as German tables have it.
    static func german(_ value: Int, digits: Int) -> String { text(value, digits: digits, point: ",", group: ".") }

    private static func text(_ value: Int, digits: Int, point: String, group: String) -> String {
        var all = String(value.magnitude)
        if all.count <= digits { all = String(repeating: "0", count: digits + 1 - all.count) + all }
        var whole = String(all.dropLast(digits))
        if !group.isEmpty {
            var at = whole.count - 3
            while at > 0 {
                whole.insert(contentsOf: group, at: whole.index(whole.startIndex, offsetBy: at))
                at -= 3
            }
        }
        let sign = value < 0 ? "-" : ""
        return digits == 0 ? sign + whole : sign + whole + point + all.suffix(digits)
    }
}
