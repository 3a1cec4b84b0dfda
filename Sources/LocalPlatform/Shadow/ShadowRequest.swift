/// A request to the shadow service, as it came on a topic.
struct ShadowRequest: Sendable, Equatable {
    enum Operation: String, Sendable {
        case get, update, delete
    }

    var shadow: ShadowID
    var operation: Operation
    var payload: [UInt8]

    init(shadow: ShadowID, operation: Operation, payload: [UInt8]) {
        self.shadow = shadow
        self.operation = operation
        self.payload = payload
    }

    /// Nil for a topic that is no request to the shadow service.
    init?(topic: String, payload: [UInt8]) {
        let levels = topic.split(separator: "/", omittingEmptySubsequences: false)
        guard levels.count == 5 || levels.count == 7, levels[0] == "$aws", levels[1] == "things",
            levels[3] == "shadow", let operation = levels.last.flatMap({ Operation(rawValue: String($0)) })
        else { return nil }
        if levels.count == 7, levels[4] != "name" { return nil }
        shadow = ShadowID(thing: String(levels[2]), name: levels.count == 7 ? String(levels[5]) : nil)
        self.operation = operation
        self.payload = payload
    }
}
