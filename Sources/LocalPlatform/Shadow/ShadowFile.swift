/// The text in which shadows survive a restart.
enum ShadowFile {
    static let format = 1

    static func bytes(of service: ShadowService) -> [UInt8] {
        let shadows = service.shadows.map { id, shadow -> JSONValue in
            .object(
                Self.members(id).merging([
                    "state": .object(shadow.state), "metadata": .object(shadow.metadata),
                    "version": .integer(shadow.version), "changed": .integer(shadow.changed),
                ]) { $1 })
        }
        let deleted = service.deleted.map { id, tombstone -> JSONValue in
            .object(
                Self.members(id).merging([
                    "version": .integer(tombstone.version), "second": .integer(tombstone.second),
                ]) { $1 })
        }
        let file: JSONValue = ["format": .integer(format), "shadows": .array(shadows), "deleted": .array(deleted)]
        return file.bytes
    }

    /// - Throws: ``JSONFault`` when it is not what ``bytes(of:)`` wrote.
    static func service(_ bytes: [UInt8]) throws(JSONFault) -> ShadowService {
        let file = try JSONParser.parse(bytes)
        guard file["format"]?.integer == format, let shadows = file["shadows"]?.array,
            let deleted = file["deleted"]?.array
        else { throw JSONFault(offset: 0, reason: "no file of shadows of format \(format)") }
        var service = ShadowService()
        for item in shadows {
            guard let id = id(item), let state = item["state"]?.object, let metadata = item["metadata"]?.object,
                let version = item["version"]?.integer, let changed = item["changed"]?.integer
            else { throw JSONFault(offset: 0, reason: "an incomplete shadow") }
            service.shadows[id] = Shadow(state: state, metadata: metadata, version: version, changed: Int64(changed))
        }
        for item in deleted {
            guard let id = id(item), let version = item["version"]?.integer, let second = item["second"]?.integer
            else { throw JSONFault(offset: 0, reason: "an incomplete deleted shadow") }
            service.deleted[id] = ShadowService.Tombstone(version: version, second: Int64(second))
        }
        return service
    }

    private static func members(_ id: ShadowID) -> [String: JSONValue] {
        ["thing": .string(id.thing), "name": id.name.map(JSONValue.string) ?? .null]
    }

    private static func id(_ item: JSONValue) -> ShadowID? {
        guard let thing = item["thing"]?.string else { return nil }
        return ShadowID(thing: thing, name: item["name"]?.string)
    }
}
