@testable import LocalPlatform

/// Someone who talks to a shadow service of its own.
struct ShadowUser {
    var service = ShadowService()
    var id = ShadowID(thing: "press", name: nil)
    var second: Int64 = 10

    struct Accepted {
        var version: Int
    }

    mutating func ask(_ operation: ShadowRequest.Operation, _ payload: String) -> [ShadowMessage] {
        let request = ShadowRequest(shadow: id, operation: operation, payload: Array(payload.utf8))
        return service.handle(request, second: second).messages
    }

    /// An update that must be accepted.
    @discardableResult
    mutating func update(_ payload: String) throws -> Accepted {
        let message = ask(.update, payload).first
        guard message?.kind == .updateAccepted, let version = message?.body["version"]?.integer else {
            throw ShadowRejection(
                code: message?.body["code"]?.integer ?? 0, message: message?.body["message"]?.string ?? "no answer")
        }
        return Accepted(version: version)
    }

    /// Why an update is refused; nil when it is not.
    mutating func rejection(_ payload: String) -> ShadowRejection? {
        do {
            try update(payload)
            return nil
        } catch {
            return error as? ShadowRejection
        }
    }

    /// What get gives; null without a shadow.
    var document: JSONValue { service.shadows[id]?.document(second: second) ?? .null }
    var desired: JSONValue? { document["state"]?["desired"] }
    var reported: JSONValue? { document["state"]?["reported"] }
}
