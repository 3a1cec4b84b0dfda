/// Writes the job phases of one DeviceInfo. A phase without a JobID, or whose status does not map, is left out.
struct JobPhaseWriter: ~Copyable {
    private var done = RawBuffer(capacity: 512)
    private var phase = RawBuffer(capacity: 256)
    private var parts = RawBuffer(capacity: 128)
    private var costCenter = RawBuffer(capacity: 32)
    private var hasCostCenter = false
    private var isValid = false
    private(set) var isOpen = false

    /// Begins a DeviceInfo.
    mutating func begin() {
        done.truncate(to: 0)
        abandon()
    }

    /// Forgets an open phase.
    mutating func abandon() { isOpen = false }

    /// A phase starts. Returns whether it will be written.
    mutating func open(_ values: AttributeValues) -> Bool {
        isOpen = true
        phase.truncate(to: 0)
        parts.truncate(to: 0)
        costCenter.truncate(to: 0)
        hasCostCenter = values[.costCenterID] != nil
        isValid = false
        guard let job = values[.jobID], let status = values[.status].flatMap(StatusWords.phase) else { return false }
        isValid = true
        phase.append("{\"amount\":")
        let amount = (values[.phaseAmount] ?? values[.amount]).flatMap(StatusNumber.parse)
        StatusNumber.write(amount ?? 0, to: &phase)
        phase.appendOptionalMember("jobid", job)
        phase.appendOptionalMember("jobpartid", values[.jobPartID])
        phase.appendOptionalMember("workstepid", values[.workStepID])
        phase.append(",\"status\":\"")
        phase.append(status)
        phase.append("\",\"statusdetails\":")
        phase.appendString(values[.statusDetails])
        phase.appendOptionalMember("starttime", values[.phaseStartTime] ?? values[.startTime])
        phase.appendOptionalMember("percentcompleted", values[.percentCompleted])
        phase.appendOptionalMember("waste", values[.phaseWaste] ?? values[.waste])
        phase.appendOptionalMember("costcenterid", values[.costCenterID])
        return true
    }

    /// A CostCenter of the open phase: it counts when the phase itself names none.
    mutating func costCenter(_ values: AttributeValues) {
        guard isValid, !hasCostCenter, let id = values[.costCenterID] else { return }
        hasCostCenter = true
        costCenter.append(id)
    }

    /// A Part of the open phase; one that names neither side nor sheet is dropped.
    mutating func part(_ values: AttributeValues) {
        guard isValid, values[.side] != nil || values[.sheetName] != nil else { return }
        parts.append(parts.count == 0 ? "{" : ",{")
        let start = parts.count
        parts.appendOptionalMember("side", values[.side])
        parts.appendOptionalMember("sheetname", values[.sheetName])
        parts.removeByte(at: start)
        parts.append(UInt8(ascii: "}"))
    }

    /// The open phase ends.
    mutating func close() {
        isOpen = false
        guard isValid else { return }
        done.append(done.count == 0 ? "" : ",")
        done.append(phase.bytes)
        if costCenter.count > 0 { done.appendOptionalMember("costcenterid", costCenter.bytes) }
        if parts.count > 0 {
            done.append(",\"part\":[")
            done.append(parts.bytes)
            done.append(UInt8(ascii: "]"))
        }
        done.append(UInt8(ascii: "}"))
    }

    /// Writes `,"jobphase":[…]`, or nothing without a phase.
    func write(to target: inout RawBuffer) {
        guard done.count > 0 else { return }
        target.append(",\"jobphase\":[")
        target.append(done.bytes)
        target.append(UInt8(ascii: "]"))
    }
}
