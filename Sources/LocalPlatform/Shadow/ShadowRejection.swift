/// Why a request is refused, with the codes and texts of AWS (rule 16).
struct ShadowRejection: Error, Equatable {
    var code: Int
    var message: String

    static func badRequest(_ message: String) -> Self { Self(code: 400, message: message) }
    static func notFound(_ shadow: ShadowID) -> Self {
        Self(code: 404, message: "No shadow exists with name: '\(shadow.name ?? shadow.thing)'")
    }
    static let versionConflict = Self(code: 409, message: "Version conflict")
    static let tooLarge = Self(code: 413, message: "The payload exceeds the maximum size allowed")
    static let notUTF8 = Self(code: 415, message: "Unsupported documented encoding; supported encoding is UTF-8")
    static let tooMany = Self(
        code: 429, message: "There are more than \(ShadowService.maximumInFlight) requests in flight on this connection"
    )

    func body(token: String?, second: Int64) -> JSONValue {
        var members: [String: JSONValue] = [
            "code": .integer(code), "message": .string(message), "timestamp": .integer(second),
        ]
        members["clientToken"] = token.map(JSONValue.string)
        return .object(members)
    }
}
