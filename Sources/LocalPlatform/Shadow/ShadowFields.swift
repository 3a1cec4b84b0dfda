/// What a request says besides its topic, checked (rules 2, 4, 5 and 6).
struct ShadowFields: Equatable {
    /// The requested sections, of `desired` and `reported` those that were there; `.null` clears one.
    var sections: [String: JSONValue] = [:]
    /// `"state": null`
    var clearsAll = false
    var version: Int?
    var token: String?

    static let sectionNames = ["desired", "reported"]
    /// Bytes of UTF-8 (rule 6).
    static let maximumToken = 64

    /// The request's own token if it is one that may be echoed.
    static func token(in body: JSONValue?) -> String? {
        guard let token = body?["clientToken"]?.string, token.utf8.count <= maximumToken else { return nil }
        return token
    }

    init(_ body: JSONValue, operation: ShadowRequest.Operation) throws(ShadowRejection) {
        guard case .object(let members) = body else { throw .badRequest("The request must be a JSON object") }
        if let value = members["clientToken"] {
            guard case .string = value else { throw .badRequest("Client token must be a string") }
            guard let token = Self.token(in: body) else {
                throw .badRequest("Client token must not be longer than \(Self.maximumToken) bytes")
            }
            self.token = token
        }
        if let value = members["version"], operation != .get {
            guard let version = value.integer, version >= 0 else { throw .badRequest("Invalid version") }
            self.version = version
        }
        if operation == .update { try readState(members["state"]) }
    }

    private mutating func readState(_ state: JSONValue?) throws(ShadowRejection) {
        guard let state else { throw .badRequest("Missing required node: state") }
        if case .null = state {
            clearsAll = true
            return
        }
        guard case .object(let members) = state else { throw .badRequest("State node must be an object") }
        for (name, value) in members {
            guard Self.sectionNames.contains(name) else {
                throw .badRequest("State contains an invalid node: '\(name)'")
            }
            switch value {
            case .null: break
            case .object: try Self.check(value, depth: 0)
            default: throw .badRequest("State node '\(name)' must be an object")
            }
            sections[name] = value
        }
    }

    /// Null deletes a field, so it has no place in an array, which is stored as it is.
    private static func check(_ value: JSONValue, depth: Int, isInArray: Bool = false) throws(ShadowRejection) {
        guard depth <= ShadowService.maximumDepth else { throw .badRequest("JSON contains too many levels of nesting") }
        switch value {
        case .object(let members):
            for member in members.values { try check(member, depth: depth + 1, isInArray: isInArray) }
        case .array(let items):
            for item in items { try check(item, depth: depth + 1, isInArray: true) }
        case .null where isInArray: throw .badRequest("Arrays must not contain null")
        default: break
        }
    }
}
