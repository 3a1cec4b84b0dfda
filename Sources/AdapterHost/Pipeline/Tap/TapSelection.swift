/// Which events a reader of the tap wants.
public struct TapSelection: Sendable, Equatable {
    /// The id of a source; nil for all.
    public var source: String?
    /// `eventType` or `eventType.eventSubtype`, as published; nil for all.
    public var type: String?

    /// Everything, unless told otherwise.
    public init(source: String? = nil, type: String? = nil) {
        self.source = source
        self.type = type
    }

    func wants(type: String, subtype: String) -> Bool {
        guard let wanted = self.type else { return true }
        return wanted == type || wanted == "\(type).\(subtype)"
    }
}
