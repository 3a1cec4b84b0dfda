/// Elements, in CIP4's namespaces or none, that have a meaning by their name.
enum ElementRole: UInt8 {
    case none
    case message, header
    case deviceInfo, device, event, jobPhase, costCenter, part
    case jdf, auditPool, comment

    init(_ name: String) {
        switch name {
        case "Message": self = .message
        case "Header": self = .header
        case "DeviceInfo": self = .deviceInfo
        case "Device": self = .device
        case "Event": self = .event
        case "JobPhase": self = .jobPhase
        case "CostCenter": self = .costCenter
        case "Part": self = .part
        case "JDF": self = .jdf
        case "AuditPool": self = .auditPool
        case "Comment": self = .comment
        default: self = .none
        }
    }
}
