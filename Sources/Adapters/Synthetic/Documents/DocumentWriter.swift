/// Makes documents of a press's events. The same events give the same bytes.
struct DocumentWriter: Sendable {
    let format: DocumentFormat
    let plan: PressPlan
    let times: SimulatedTime

    /// A document of some events, at least one.
    /// - Parameters:
    ///   - ordinal: of the first event that is in no earlier document of the press.
    ///   - due: when it is sent, in nanoseconds since 1970.
    func document(_ events: [SyntheticEvent], press: Int, ordinal: Int, due: Int64) -> SyntheticDocument {
        let faults = plan.faults
        func strikes(_ kind: SyntheticFaults.Kind, _ number: Int) -> Bool {
            faults.strikes(kind, seed: plan.seed, press: press, number)
        }
        let page = DocumentPage(
            device: PressName.of(press), number: ordinal, press: press, times: times,
            lacksCounter: { strikes(.missingCounters, $0) })
        let (bytes, records) =
            switch format {
            case .pda: (page.productionData(events), events.count)
            case .jmf: (page.jmf(events), events.count)
            case .xjmf: (page.xjmf(events), events.count)
            case .csv: page.table(events)
            }
        let digits = String(ordinal)
        let padding = String(repeating: "0", count: max(0, 8 - digits.count))
        return SyntheticDocument(
            name: "\(page.device)-\(padding)\(digits).\(format.fileExtension)", bytes: bytes, records: records,
            due: due,
            isRepeated: strikes(.duplicates, ordinal), isHalfFirst: strikes(.halfWritten, ordinal))
    }
}

/// What presses call themselves.
enum PressName {
    static func of(_ press: Int) -> String { "press-\(press)" }
}
