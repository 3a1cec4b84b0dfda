/// The service's side of shadows, as far as a device meets it: what AWS documents of get, update, delete and delta. Pure:
/// a request in, the messages that it causes out.
public struct ShadowModel: Sendable {
    public struct Message: Sendable, Equatable {
        public var topic: String
        public var payload: [UInt8]

        public init(topic: String, payload: [UInt8]) {
            self.topic = topic
            self.payload = payload
        }
    }

    public struct Document: Sendable, Equatable {
        public var desired: [String: Tree] = [:]
        public var reported: [String: Tree] = [:]
        public var version = 0
    }

    /// By the topic up to `/shadow` or the shadow's name.
    public var documents: [String: Document] = [:]
    private var deleted: [String: Int] = [:]
    /// What it says the time is.
    public var timestamp = 1

    public init() {}

    /// What the service publishes in answer, in its own order.
    public mutating func receive(_ message: Message) -> [Message] {
        for action in ["get", "update", "delete"] where message.topic.hasSuffix("/" + action) {
            let base = String(message.topic.dropLast(action.count + 1))
            let request = message.payload.isEmpty ? Tree.object([:]) : Tree(message.payload)
            switch action {
            case "get": return get(base, request)
            case "update": return update(base, request)
            default: return delete(base, request)
            }
        }
        return []
    }

    /// The desired leaves that reported lacks or has otherwise.
    public func delta(_ base: String) -> [String: Tree] {
        guard let document = documents[base] else { return [:] }
        return Self.delta(document.desired, document.reported)
    }

    private static func delta(_ desired: [String: Tree], _ reported: [String: Tree]) -> [String: Tree] {
        var result: [String: Tree] = [:]
        for (key, value) in desired {
            guard let other = reported[key] else {
                result[key] = value
                continue
            }
            if case .object(let inner) = value, case .object(let outer) = other {
                let nested = delta(inner, outer)
                if !nested.isEmpty { result[key] = .object(nested) }
            } else if value != other {
                result[key] = value
            }
        }
        return result
    }

    private func get(_ base: String, _ request: Tree?) -> [Message] {
        guard let document = documents[base] else {
            return [answer(base + "/get/rejected", ["code": 404, "message": "No shadow exists"], request)]
        }
        var state: [String: Tree] = [:]
        if !document.desired.isEmpty { state["desired"] = .object(document.desired) }
        if !document.reported.isEmpty { state["reported"] = .object(document.reported) }
        let delta = delta(base)
        if !delta.isEmpty { state["delta"] = .object(delta) }
        return [
            answer(
                base + "/get/accepted",
                [
                    "state": .object(state), "version": .number(Double(document.version)),
                    "timestamp": .number(Double(timestamp)),
                ], request)
        ]
    }

    private mutating func update(_ base: String, _ request: Tree?) -> [Message] {
        func rejected(_ code: Int, _ words: String) -> [Message] {
            [answer(base + "/update/rejected", ["code": .number(Double(code)), "message": .string(words)], request)]
        }
        guard let request, let state = request["state"], state == .null || state.object != nil else {
            return rejected(400, "Missing required node: state")
        }
        let sections = state.object ?? [:]
        if let other = sections.keys.first(where: { $0 != "desired" && $0 != "reported" }) {
            return rejected(400, "State contains an invalid node: '\(other)'")
        }
        var document = documents[base] ?? Document(version: deleted[base] ?? 0)
        if let version = request["version"]?.integer, version != document.version {
            return rejected(409, "Version conflict")
        }
        if state == .null {
            document.desired = [:]
            document.reported = [:]
        }
        Self.merge(sections["desired"], into: &document.desired)
        Self.merge(sections["reported"], into: &document.reported)
        let size = Tree.object(document.desired).bytes.count + Tree.object(document.reported).bytes.count
        if size > 8192 { return rejected(413, "The payload exceeds the maximum size allowed") }
        document.version += 1
        documents[base] = document
        let version = Tree.number(Double(document.version))
        var messages = [
            answer(
                base + "/update/accepted",
                ["state": state, "version": version, "timestamp": .number(Double(timestamp))], request)
        ]
        let delta = delta(base)
        if !delta.isEmpty {
            messages.append(
                answer(
                    base + "/update/delta",
                    ["state": .object(delta), "version": version, "timestamp": .number(Double(timestamp))], request))
        }
        return messages
    }

    private mutating func delete(_ base: String, _ request: Tree?) -> [Message] {
        guard let document = documents.removeValue(forKey: base) else {
            return [answer(base + "/delete/rejected", ["code": 404, "message": "No shadow exists"], request)]
        }
        deleted[base] = document.version
        return [answer(base + "/delete/accepted", ["version": .number(Double(document.version))], request)]
    }

    private static func merge(_ change: Tree?, into section: inout [String: Tree]) {
        guard let change else { return }
        guard let members = change.object else {
            section = [:]
            return
        }
        for (key, value) in members {
            if value == .null {
                section[key] = nil
            } else if case .object = value, case .object(var inner) = section[key] ?? .object([:]) {
                merge(value, into: &inner)
                section[key] = .object(inner)
            } else {
                section[key] = value
            }
        }
    }

    private func answer(_ topic: String, _ members: [String: Tree], _ request: Tree?) -> Message {
        var members = members
        if let token = request?["clientToken"] { members["clientToken"] = token }
        return Message(topic: topic, payload: Tree.object(members).bytes)
    }
}
