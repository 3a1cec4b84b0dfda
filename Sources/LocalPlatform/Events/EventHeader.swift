/// What the platform looks at in an event: attributes of the header, whose names differ in case between its versions.
struct EventHeader: Sendable, Equatable {
    var eventType: String?
    var eventSubtype: String?
    var assetID: String?
    var assetTimestamp: String?
    var uuid: String?
    /// Why the platform rejects the event, or nil.
    var rejection: String?
    /// Whether it is JSON at all.
    var isJSON = true

    init(_ payload: [UInt8]) {
        var hasPayload = false
        let wanted: Set = ["eventtype", "eventsubtype", "assetid", "assettimestamp", "sendereventuuid"]
        do throws(JSONFault) {
            try JSONParser.members(of: payload) {
                wanted.contains($0.lowercased())
            } each: { key, value in
                let text = value?.string.map(EventSummary.shortened)
                switch key.lowercased() {
                case "eventtype": eventType = text
                case "eventsubtype": eventSubtype = text
                case "assetid": assetID = text
                case "assettimestamp": assetTimestamp = text
                case "sendereventuuid": uuid = text
                case "payload": hasPayload = true
                default: break
                }
            }
            if !hasPayload { rejection = "the event has no payload" }
        } catch {
            isJSON = (try? JSONParser.parse(payload)) != nil
            rejection = isJSON ? "the event is no JSON object" : "the event is no JSON: \(error)"
        }
    }
}
