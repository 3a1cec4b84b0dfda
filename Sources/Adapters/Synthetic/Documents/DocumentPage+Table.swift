import AdapterAPI

/// A table as German print shops export it: `;`, decimal comma, Windows-1252, CRLF, local times without an offset.
extension DocumentPage {
    /// Its bytes, and how many rows it has below the header: one an event, one a colour for ink.
    func table(_ events: [SyntheticEvent]) -> ([UInt8], Int) {
        var rows: [[String]] = []
        for event in events { append(event, to: &rows) }
        var bytes: [UInt8] = []
        for row in [Self.header] + rows {
            var isFirst = true
            for cell in row {
                if !isFirst { bytes.append(UInt8(ascii: ";")) }
                isFirst = false
                Self.append(cell, to: &bytes)
            }
            bytes += [0x0D, 0x0A]
        }
        return (bytes, rows.count)
    }

    private static let header = [
        "Maschine", "Beginn", "Arbeitsgang", "Auftrag", "Gutbogen", "Makulatur", "Geschwindigkeit (Bg/h)",
        "Gesamtzähler", "Menge", "Einheit", "Bemerkung",
    ]

    private func append(_ event: SyntheticEvent, to rows: inout [[String]]) {
        let begin = [device, localTime(of: event)]
        switch event.content {
        case .status(let status):
            let job = status.job
            rows.append(
                begin + [
                    status.phase.operation, job?.id ?? "", job.map { "\($0.good)" } ?? "",
                    job.map { "\($0.waste)" } ?? "", "\(status.speed)",
                    lacksCounter(event.ordinal) ? "" : "\(status.total)", "", "", Self.remark(status.details),
                ])
        case .ink(let ink):
            for one in ink.inks {
                let grams = DecimalText.german(one.amount, digits: 2)
                rows.append(
                    begin + [
                        "Farbverbrauch", ink.job.id, "", "", "", "", grams, "g", "\(one.color); \(ink.use.german)",
                    ])
            }
        case .energy(let reading):
            let energy = DecimalText.german(reading.used, digits: 3)
            rows.append(
                begin + ["Energie", reading.job?.id ?? "", "", "", "", "", energy, "kWh", ""])
        }
    }

    /// `29.03.2026 14:05:00`.
    private func localTime(of event: SyntheticEvent) -> String {
        // YYYY-MM-DDThh:mm:ss.fff±hh:mm
        let text = Array(time(of: event).utf8)
        let day = text[8..<10] + [0x2E] + text[5..<7] + [0x2E]
        return String(decoding: day + text[0..<4] + [0x20] + text[11..<19], as: UTF8.self)
    }

    private static func remark(_ details: String) -> String {
        switch details {
        case StopCause.sheetJam.rawValue: "Bogenstau \"Anlage\""
        case StopCause.blanketWash.rawValue: "Gummituch gewaschen"
        case StopCause.pileChange.rawValue: "Stapelwechsel"
        case StopCause.plates.rawValue: "Platten fehlen"
        case StopCause.ink.rawValue: "Farbe nachgefüllt"
        case StopCause.fault.rawValue: "Störung; Techniker"
        default: ""
        }
    }

    /// Appends a cell in Windows-1252, in quotes where the delimiter or a quote is in it. Only what Latin-1 has occurs.
    private static func append(_ cell: String, to bytes: inout [UInt8]) {
        let isQuoted = cell.utf8.contains { $0 == UInt8(ascii: ";") || $0 == UInt8(ascii: "\"") }
        if isQuoted { bytes.append(UInt8(ascii: "\"")) }
        for scalar in cell.unicodeScalars {
            if scalar == "\"" { bytes.append(UInt8(ascii: "\"")) }
            bytes.append(scalar.value < 0x80 || (0xA0...0xFF).contains(scalar.value) ? UInt8(scalar.value) : 0x3F)
        }
        if isQuoted { bytes.append(UInt8(ascii: "\"")) }
    }
}

extension PressPhase {
    /// What the terminal calls it.
    fileprivate var operation: String {
        switch self {
        case .makeready, .proof, .warmup: "Einrichten"
        case .production: "Druck"
        case .stopped: "Störung"
        case .suspended: "Schichtende"
        case .cleanup: "Wäsche"
        case .completed: "Auftragsende"
        case .idle: "Stillstand"
        }
    }
}

extension InkConsumption.Use {
    fileprivate var german: String {
        switch self {
        case .makeready: "Einrichten"
        case .goodProduction: "Auflage"
        case .waste: "Makulatur"
        }
    }
}
