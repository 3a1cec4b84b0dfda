/// The shadow service of the cloud as a value: a request in, messages out. Time and the caller are passed in. The rule
/// numbers are those of the README's section "The shadow service".
struct ShadowService: Sendable, Equatable {
    /// Bytes of desired and reported together (rule 15).
    static let maximumSize = 8192
    /// Levels of objects and arrays in a section. AWS documents 8; 5 is what every account has.
    static let maximumDepth = 8
    /// Requests of one connection without an answer yet (rule 16).
    static let maximumInFlight = 10
    /// Seconds for which a deleted shadow's version is remembered (rule 14).
    static let versionMemory: Int64 = 48 * 3600

    var shadows: [ShadowID: Shadow] = [:]
    /// The version and second of those deleted.
    var deleted: [ShadowID: Tombstone] = [:]

    struct Tombstone: Sendable, Equatable {
        var version: Int
        var second: Int64
    }

    /// What a request leads to.
    struct Answer: Equatable {
        var messages: [ShadowMessage]
        /// Whether something must be stored.
        var hasChanged: Bool
    }

    /// Handles a request.
    ///
    /// - Parameters:
    ///   - inFlight: earlier requests of the same connection that have no answer yet.
    ///   - second: now, in seconds since 1970.
    mutating func handle(_ request: ShadowRequest, inFlight: Int = 0, second: Int64) -> Answer {
        let body: Result<JSONValue, ShadowRejection> = Self.body(of: request)
        do throws(ShadowRejection) {
            if inFlight >= Self.maximumInFlight { throw .tooMany }
            guard request.shadow.isValid else { throw .badRequest("Invalid thing or shadow name") }
            let fields = try ShadowFields(try body.get(), operation: request.operation)
            return try perform(request, fields, second: second)
        } catch {
            let token = ShadowFields.token(in: try? body.get())
            let message = ShadowMessage(
                shadow: request.shadow, kind: request.operation.rejected,
                body: error.body(token: token, second: second))
            return Answer(messages: [message], hasChanged: false)
        }
    }

    private static func body(of request: ShadowRequest) -> Result<JSONValue, ShadowRejection> {
        if request.payload.isEmpty, request.operation != .update { return .success([:]) }
        guard String(validating: request.payload, as: UTF8.self) != nil else { return .failure(.notUTF8) }
        do throws(JSONFault) {
            return .success(try JSONParser.parse(request.payload))
        } catch {
            return .failure(.badRequest("Invalid JSON: \(error)"))
        }
    }

    private mutating func perform(
        _ request: ShadowRequest, _ fields: ShadowFields, second: Int64
    ) throws(ShadowRejection) -> Answer {
        switch request.operation {
        case .get:
            guard let shadow = shadows[request.shadow] else { throw .notFound(request.shadow) }
            let body = Self.with(fields.token, shadow.document(second: second))
            return Answer(
                messages: [ShadowMessage(shadow: request.shadow, kind: .getAccepted, body: body)], hasChanged: false)
        case .update: return try update(request.shadow, fields, second: second)
        case .delete: return try delete(request.shadow, fields, second: second)
        }
    }

    private mutating func update(
        _ id: ShadowID, _ fields: ShadowFields, second: Int64
    ) throws(ShadowRejection) -> Answer {
        forget(second: second)
        let previous = shadows[id] ?? Shadow(version: deleted[id]?.version ?? 0)
        if let version = fields.version, version != previous.version { throw .versionConflict }
        let current = previous.updated(fields, second: second)
        guard current.size <= Self.maximumSize else { throw .tooLarge }
        shadows[id] = current
        deleted[id] = nil

        let accepted = Self.accepted(fields, version: current.version, second: second)
        var messages = [ShadowMessage(shadow: id, kind: .updateAccepted, body: Self.with(fields.token, accepted))]
        if let delta = current.delta {
            let metadata = ShadowMerge.metadata(current.metadata["desired"], of: delta)
            let body: JSONValue = [
                "version": .integer(current.version), "timestamp": .integer(second), "state": delta,
                "metadata": metadata ?? [:],
            ]
            messages.append(ShadowMessage(shadow: id, kind: .updateDelta, body: Self.with(fields.token, body)))
        }
        let documents: JSONValue = [
            "previous": previous.snapshot, "current": current.snapshot, "timestamp": .integer(second),
        ]
        messages.append(ShadowMessage(shadow: id, kind: .updateDocuments, body: Self.with(fields.token, documents)))
        return Answer(messages: messages, hasChanged: true)
    }

    private mutating func delete(
        _ id: ShadowID, _ fields: ShadowFields, second: Int64
    ) throws(ShadowRejection) -> Answer {
        guard let shadow = shadows[id] else { throw .notFound(id) }
        if let version = fields.version, version != shadow.version { throw .versionConflict }
        shadows[id] = nil
        deleted[id] = Tombstone(version: shadow.version, second: second)
        forget(second: second)
        let body: JSONValue = ["version": .integer(shadow.version), "timestamp": .integer(second)]
        return Answer(
            messages: [ShadowMessage(shadow: id, kind: .deleteAccepted, body: Self.with(fields.token, body))],
            hasChanged: true)
    }

    /// Versions of shadows deleted long ago.
    private mutating func forget(second: Int64) {
        deleted = deleted.filter { second - $0.value.second < Self.versionMemory }
    }

    /// Only the fields of the request (rule 7).
    private static func accepted(_ fields: ShadowFields, version: Int, second: Int64) -> JSONValue {
        let metadata = fields.sections.compactMapValues { ShadowMerge.metadata(nil, $0, second: second) }
        return [
            "state": fields.clearsAll ? .null : .object(fields.sections), "metadata": .object(metadata),
            "version": .integer(version), "timestamp": .integer(second),
        ]
    }

    private static func with(_ token: String?, _ body: JSONValue) -> JSONValue {
        guard let token, case .object(var members) = body else { return body }
        members["clientToken"] = .string(token)
        return .object(members)
    }
}

extension ShadowRequest.Operation {
    var rejected: ShadowMessage.Kind {
        switch self {
        case .get: .getRejected
        case .update: .updateRejected
        case .delete: .deleteRejected
        }
    }
}
