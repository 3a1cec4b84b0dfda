/// Attributes in no namespace whose values the mapping reads; names are compared without regard to case.
enum AttributeRole: UInt8 {
    case none
    case timeStamp, time, start, end
    case id, refID, type, types, senderID, deviceID, jobID, jobPartID
    case deviceStatus, status, statusDetails, speed, deviceCondition, deviceOperationMode
    case totalProductionCounter, productionCounter
    case eventID, eventValue
    case phaseAmount, amount, workStepID, phaseStartTime, startTime, percentCompleted, phaseWaste, waste, costCenterID
    case side, sheetName
    case version

    /// How many there are, for tables.
    static let count = 35

    private static let names: [String: AttributeRole] = [
        "timestamp": .timeStamp, "time": .time, "start": .start, "end": .end, "id": .id, "refid": .refID, "type": .type,
        "types": .types, "senderid": .senderID, "deviceid": .deviceID, "jobid": .jobID, "jobpartid": .jobPartID,
        "devicestatus": .deviceStatus, "status": .status, "statusdetails": .statusDetails, "speed": .speed,
        "devicecondition": .deviceCondition, "deviceoperationmode": .deviceOperationMode,
        "totalproductioncounter": .totalProductionCounter, "productioncounter": .productionCounter,
        "eventid": .eventID, "eventvalue": .eventValue, "phaseamount": .phaseAmount, "amount": .amount,
        "workstepid": .workStepID, "phasestarttime": .phaseStartTime, "starttime": .startTime,
        "percentcompleted": .percentCompleted, "phasewaste": .phaseWaste, "waste": .waste,
        "costcenterid": .costCenterID, "side": .side, "sheetname": .sheetName, "version": .version,
    ]

    init(lowerCasedName name: String) {
        self = Self.names[name] ?? .none
    }
}
