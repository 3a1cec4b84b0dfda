import AdapterAPI
import Pipeline

/// What a press file says: one source.
struct PressConfiguration {
    let id: String
    let file: String
    let adapter: any SourceAdapter
    let assets: AssetTable
    /// The folder that it reads, if it reads one, for telling that two sources read the same.
    let inputFolder: String?

    /// Reads a press file's root. Faults go into the report; nil when there is no adapter to go on with.
    init?(file: ConfigurationFile, kinds: AdapterKinds, reader: inout ConfigurationReader) {
        self.file = file.path
        let common = Self.readCommon(&reader, kinds: kinds)
        id = common.id
        assets = common.assets
        let kind = common.kind
        guard let type = kinds.type(named: kind) else {
            if reader.has("adapter") {
                let known = Suggestion.phrase(for: kind, among: kinds.names)
                reader.fault(
                    at: "adapter",
                    "unknown adapter \"\(kind)\"\(known); there are \(kinds.names.joined(separator: ", "))")
            }
            return nil
        }
        do {
            adapter = try type.init(&reader)
        } catch {
            reader.fault(at: "adapter", "\(error)")
            return nil
        }
        inputFolder = reader.folderPath("folder")
        reader.finish()
    }

    /// Declares the options that every press file shares.
    static func describe(_ reader: inout ConfigurationReader, kinds: AdapterKinds) {
        _ = readCommon(&reader, kinds: kinds)
    }

    private static func readCommon(
        _ reader: inout ConfigurationReader, kinds: AdapterKinds
    ) -> (id: String, kind: String, assets: AssetTable) {
        let id = reader.string("id", neededBy: .run, help: "names the source and its checkpoint; must never change")
        if reader.has("id"), id.isEmpty || id.contains(where: \.isNewline) {
            reader.fault(at: "id", "\"id\" must be a text of one line")
        }
        let kind = reader.string("adapter", help: "kind of source: \(kinds.names.joined(separator: ", "))")
        return (id, kind, readAssets(&reader))
    }

    /// Reads `assets:`, `asset:` and `unknownAsset:`.
    static func readAssets(_ reader: inout ConfigurationReader) -> AssetTable {
        let fallback = reader.section("asset", help: "asset of records that name no machine; defaults for all others") {
            readAsset(&$0, needsID: false)
        }
        var entries: [AssetTable.Entry] = []
        let table = reader.table("assets", help: "what the document calls a machine → what the platform calls it") {
            key, entry in
            let asset = readAsset(&entry, needsID: true)
            if asset.type == nil, fallback?.type == nil, entry.purpose == .run {
                entry.report.add(
                    ConfigurationFault(
                        mark: entry.mark, message: "\"type\" is missing for \"\(key)\", and asset: has none either"))
            }
            return asset
        }
        for (key, asset) in table { entries.append(AssetTable.Entry(key: key, asset: asset)) }
        let unknown = reader.choice(
            "unknownAsset", default: AssetTable.UnknownPolicy.deadLetter,
            help: "deadLetter, or useKey: the document's key becomes the id")
        if let fallback, !fallback.id.isEmpty, fallback.type == nil, reader.purpose == .run {
            reader.fault(at: "asset", "\"asset.type\" is missing: every event's header needs it")
        }
        if unknown == .useKey, fallback?.type == nil, reader.purpose == .run {
            reader.fault(
                at: "unknownAsset", "useKey needs asset: { type: … } for machines that the table does not name")
        }
        if entries.isEmpty, fallback == nil, unknown == .deadLetter, reader.purpose == .run {
            reader.report.add(
                ConfigurationFault(
                    mark: reader.mark,
                    message: "\"assets\" or \"asset\" is missing: without them every record is a dead letter"))
        }
        return AssetTable(entries: entries, fallback: fallback, unknown: unknown)
    }

    private static func readAsset(_ reader: inout ConfigurationReader, needsID: Bool) -> Asset {
        let id =
            needsID
            ? reader.string("id", help: "assetId; {key} stands for what the document says")
            : reader.optionalString("id", help: "assetId of records that name no machine") ?? ""
        return Asset(
            id: id,
            type: reader.optionalString("type", help: "assetType"),
            serial: reader.optionalString("serial", help: "assetSerial"),
            softwareVersion: reader.optionalString("softwareVersion", help: "assetSoftwareVersion"),
            hardwareVersion: reader.optionalString("hardwareVersion", help: "assetHardwareVersion"),
            customer: reader.optionalString("customer", help: "customer"))
    }
}

extension ConfigurationReader {
    /// A path as written, made whole, without declaring an option.
    fileprivate func folderPath(_ key: String) -> String? {
        guard let path = text(ofKey: key) else { return nil }
        return path.hasPrefix("/") ? path : folder + "/" + path
    }
}
