/// The topics of one shadow: of a thing, or a named one of it.
struct ShadowTopics: Sendable, Equatable {
    let get: String
    let getAccepted: String
    let getRejected: String
    let update: String
    let updateAccepted: String
    let updateRejected: String
    let updateDelta: String

    /// - Parameter name: nil for the classic shadow.
    init(thing: String, name: String?) {
        let base = "$aws/things/\(thing)/shadow" + (name.map { "/name/\($0)" } ?? "")
        get = base + "/get"
        getAccepted = base + "/get/accepted"
        getRejected = base + "/get/rejected"
        update = base + "/update"
        updateAccepted = base + "/update/accepted"
        updateRejected = base + "/update/rejected"
        updateDelta = base + "/update/delta"
    }

    /// What the client subscribes to, in one packet; the platform allows eight.
    var answers: [String] { [getAccepted, getRejected, updateAccepted, updateRejected, updateDelta] }
}
