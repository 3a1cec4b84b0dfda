import Glibc

/// Writes documents of any size. Those of production data have a job and an amount of its own in each record, and the rest
/// repeats; job tickets stand in an extension.
struct DocumentWriter: ~Copyable {
    private let descriptor: Int32
    private let path: String
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 16)
    private var used = 0
    private(set) var bytes = 0

    /// Writes records until there are `records` of them or the document has `bytes`; returns its length.
    @discardableResult
    static func write(_ path: String, records: Int = .max, bytes: Int = .max) throws -> Int {
        var writer = try DocumentWriter(path)
        writer.append(#"<?xml version="1.0" encoding="UTF-8"?>"# + "\n<ProductionDataAcquisition>\n")
        var record = 0
        while record < records, writer.bytes < bytes {
            writer.append(record: record)
            record += 1
            try writer.makeRoom()
        }
        writer.append("</ProductionDataAcquisition>\n")
        try writer.flush()
        return writer.bytes
    }

    /// Writes a table of shop floor data: what repeats and what does not as in an export; returns its length.
    static func write(table path: String, rows: Int) throws -> Int {
        var writer = try DocumentWriter(path)
        writer.append("Record,Machine,Start,Order,Operation,Good,Waste,Speed,Crew,Note\n")
        for row in 0..<rows {
            writer.append(row: row)
            if writer.used > writer.buffer.count - 1024 { try writer.flush() }
        }
        try writer.flush()
        return writer.bytes
    }

    private mutating func append(row: Int) {
        append(row, digits: 8)
        append(",XL106-")
        append(row % 7, digits: 1)
        append(",2026-03-")
        let second = row * 2
        append(1 + second / 86_400 % 28, digits: 2)
        append(" ")
        append(second / 3_600 % 24, digits: 2)
        append(":")
        append(second / 60 % 60, digits: 2)
        append(":")
        append(second % 60, digits: 2)
        append(",")
        append(47_110_000 + row / 50, digits: 20)
        append([",Druck,", ",Einrichten,", ",Waschen,", ",Stillstand,"][row % 4])
        append(row % 12_000, digits: 1)
        append(",")
        append(row % 300, digits: 1)
        append(",")
        append(row % 18_000, digits: 1)
        append(".")
        append(row % 10, digits: 1)
        append(",crew ")
        append(row % 5, digits: 1)
        append(row % 10 == 0 ? ",\"two, or \"\"more\"\"\"\n" : ",plain\n")
    }

    init(_ path: String) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw BenchError.system(path) }
    }

    deinit {
        close(descriptor)
        buffer.deallocate()
    }

    private mutating func append(record: Int) {
        append(#"<Message DeviceID="6000"><InkConsumptionSummary JobID="job_"#)
        append(record, digits: 9)
        append(#"" WorkstepID="r_190726_062245389_035886" ID=""#)
        append(record % 7, digits: 1)
        append(#""><InkConsumptions InkUse="GoodProduction"><InkConsumption "#)
        append(#"ColorName="SaphiraDigitalInkYellowPrimefire" Amount=""#)
        let hundredths = record * 37
        append(hundredths / 100, digits: 1)
        append(".")
        append(hundredths % 100, digits: 2)
        append(#"00000000"/></InkConsumptions></InkConsumptionSummary></Message>"#)
        append("\n")
    }

    /// Room for 64 KiB.
    mutating func makeRoom() throws {
        if used > buffer.count - 64 * 1024 { try flush() }
    }

    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { utf8 in
            UnsafeMutableRawBufferPointer(rebasing: buffer[used...]).copyMemory(from: UnsafeRawBufferPointer(utf8))
            used += utf8.count
            bytes += utf8.count
        }
    }

    /// A number with leading zeros, if it has fewer digits.
    mutating func append(_ number: Int, digits: Int) {
        var length = 1
        var rest = number / 10
        while rest > 0 || length < digits {
            length += 1
            rest /= 10
        }
        rest = number
        for place in stride(from: used + length - 1, through: used, by: -1) {
            buffer[place] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
        used += length
        bytes += length
    }

    mutating func flush() throws {
        var written = 0
        while written < used {
            let count = Glibc.write(descriptor, buffer.baseAddress! + written, used - written)
            guard count > 0 else { throw BenchError.system(path) }
            written += count
        }
        used = 0
    }
}
