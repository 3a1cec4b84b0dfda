/// A column's value as SQLite stores it.
enum StoredValue: Equatable {
    case null
    case integer(Int64)
    case text([UInt8])
    case blob([UInt8])
    /// A number with a fraction, which the spool does not have.
    case real

    /// The columns of a record; nil when it contradicts itself.
    static func columns(of record: [UInt8]) -> [StoredValue]? {
        guard let (length, start) = record.varint(at: 0), length >= 1, length <= record.count else { return nil }
        var header = start
        var body = Int(length)
        var values: [StoredValue] = []
        while header < Int(length) {
            guard let (type, next) = record.varint(at: header), next <= Int(length), type >= 0,
                let (value, size) = value(of: type, in: record, at: body)
            else { return nil }
            values.append(value)
            header = next
            body += size
        }
        return body == record.count ? values : nil
    }

    private static func value(of type: Int64, in record: [UInt8], at offset: Int) -> (StoredValue, Int)? {
        let size: Int
        switch type {
        case 0, 8, 9: size = 0
        case 1...4: size = Int(type)
        case 5: size = 6
        case 6, 7: size = 8
        case 10, 11: return nil
        default: size = Int((type - 12) / 2)
        }
        guard offset + size <= record.count else { return nil }
        let bytes = record[offset..<offset + size]
        switch type {
        case 0: return (.null, 0)
        case 8: return (.integer(0), 0)
        case 9: return (.integer(1), 0)
        case 7: return (.real, size)
        case 1...6:
            // The sign is the first bit's.
            let start: UInt64 = bytes.first.map { $0 >= 0x80 ? .max : 0 } ?? 0
            return (.integer(Int64(bitPattern: bytes.reduce(start) { $0 << 8 | UInt64($1) })), size)
        default: return (type % 2 == 0 ? .blob(Array(bytes)) : .text(Array(bytes)), size)
        }
    }

    var integer: Int64? {
        if case .integer(let value) = self { return value }
        return nil
    }

    var blob: [UInt8]? {
        if case .blob(let bytes) = self { return bytes }
        return nil
    }

    /// Nil when it is no valid UTF-8.
    var text: String? {
        if case .text(let bytes) = self { return String(validating: bytes, as: UTF8.self) }
        return nil
    }
}
