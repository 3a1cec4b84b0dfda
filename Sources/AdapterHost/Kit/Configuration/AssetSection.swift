import AdapterAPI
import Pipeline

/// Reads `assets:`, `asset:` and `unknownAsset:` of a press file, and refuses what cannot make a valid header.
struct AssetSection {
    /// The header that the assets must make.
    let profile: HeaderProfile

    private typealias Mark = ConfigurationNode.Mark

    /// An asset as it stands in the file.
    private struct Written {
        var asset: Asset
        var mark: Mark
        var idMark: Mark
        var typeMark: Mark
        var serialMark: Mark
    }

    func read(_ reader: inout ConfigurationReader) -> AssetTable {
        let fallback = reader.section("asset", help: "asset of records that name no machine; defaults for all others") {
            readAsset(&$0, needsID: false)
        }
        let table = reader.table("assets", help: "what the document calls the machine → what the platform calls it") {
            readAsset(&$1, needsID: true)
        }
        let unknown = reader.choice(
            "unknownAsset", default: AssetTable.UnknownPolicy.deadLetter,
            help: "deadLetter, or useKey: the document's key becomes the id")
        if reader.purpose == .run {
            for (key, entry) in table { check(entry, named: key, fallback, reader) }
            if let fallback { check(fallback, reader) }
            if unknown == .useKey { checkUnknown(fallback, reader) }
            if table.isEmpty, fallback?.asset.id.isEmpty ?? true, unknown == .deadLetter {
                let what =
                    fallback == nil
                    ? "\"assets\" or \"asset\" is missing" : "\"asset.id\" is missing, and there is no assets:"
                add("\(what): every record would be a dead letter", at: fallback?.mark ?? reader.mark, reader)
            }
        }
        return AssetTable(
            entries: table.map { AssetTable.Entry(key: $0.key, asset: $0.value.asset) }, fallback: fallback?.asset,
            unknown: unknown)
    }

    private func readAsset(_ reader: inout ConfigurationReader, needsID: Bool) -> Written {
        let id =
            needsID
            ? reader.string("id", help: "assetId; {key} stands for what the document says")
            : reader.optionalString("id", help: "assetId of records that name no machine") ?? ""
        let idMark = reader.mark(of: "id")
        // Unless it was found to be no text at all.
        if reader.isText("id"), id.isEmpty, !reader.report.faults.contains(where: { $0.mark == idMark }) {
            reader.fault(at: "id", "\"id\" is empty")
        }
        let asset = Asset(
            id: id,
            type: reader.optionalString("type", help: "assetType"),
            subtype: reader.optionalString("subtype", help: "assetsubtype, only in header v3"),
            serial: reader.optionalString("serial", help: "assetSerial; header v3 needs it"),
            name: reader.optionalString("name", help: "assetname, only in header v3"),
            manufacturer: reader.optionalString("manufacturer", help: "assetmanufacturername, only in header v3"),
            softwareVersion: reader.optionalString("softwareVersion", help: "assetSoftwareVersion"),
            hardwareVersion: reader.optionalString("hardwareVersion", help: "assetHardwareVersion"),
            siteID: reader.optionalString("siteId", help: "siteid, only in header v3"),
            siteName: reader.optionalString("siteName", help: "sitename, only in header v3"),
            customer: reader.optionalString("customer", help: "customer, only in header v1"))
        return Written(
            asset: asset, mark: reader.mark, idMark: idMark, typeMark: reader.mark(of: "type"),
            serialMark: reader.mark(of: "serial"))
    }

    /// A line of the table, with what it lacks from `asset:`.
    private func check(_ entry: Written, named key: String, _ fallback: Written?, _ reader: ConfigurationReader) {
        if entry.asset.type == nil, fallback?.asset.type == nil {
            add("\"type\" is missing for \"\(key)\", and asset: has none either", at: entry.mark, reader)
        }
        checkType(entry, reader)
        guard profile.needsSerial else { return }
        if let serial = entry.asset.serial {
            if serial.isEmpty { add("\"serial\" is empty: header v3 needs it", at: entry.serialMark, reader) }
        } else if fallback?.asset.serial?.isEmpty ?? true {
            add(
                "\"serial\" is missing for \"\(key)\", and asset: has none either: header v3 needs it", at: entry.mark,
                reader)
        }
    }

    /// The asset of records that name no machine, if it is one.
    private func check(_ fallback: Written, _ reader: ConfigurationReader) {
        checkType(fallback, reader)
        let asset = fallback.asset
        guard !asset.id.isEmpty else { return }
        let named = [
            ("id", asset.id, fallback.idMark), ("type", asset.type, fallback.typeMark),
            ("serial", profile.needsSerial ? asset.serial : nil, fallback.serialMark),
        ]
        for (name, text, mark) in named where text?.contains(Asset.placeholder) ?? false {
            add(
                "\"asset.\(name)\" holds {key}, but records that name no machine have none: give them a \(name), or "
                    + "remove \"asset.id\"", at: mark, reader)
        }
        if asset.type == nil {
            add("\"asset.type\" is missing: every event's header needs it", at: fallback.mark, reader)
        }
        if profile.needsSerial, asset.serial?.isEmpty ?? true {
            add("\"asset.serial\" is missing: header v3 needs it", at: fallback.serialMark, reader)
        }
    }

    /// Machines that the table does not name: all but the id comes from `asset:`.
    private func checkUnknown(_ fallback: Written?, _ reader: ConfigurationReader) {
        if fallback?.asset.type == nil {
            reader.fault(
                at: "unknownAsset", "useKey needs asset: { type: … } for machines that the table does not name")
        }
        // With an id of its own the asset was found to lack it above.
        if profile.needsSerial, fallback?.asset.serial?.isEmpty ?? true, fallback?.asset.id.isEmpty ?? true {
            reader.fault(
                at: "unknownAsset",
                "useKey needs asset: { serial: \"{key}\" } for machines that the table does not name: header v3 needs it"
            )
        }
    }

    /// One that the document's key is part of is checked with each event.
    private func checkType(_ written: Written, _ reader: ConfigurationReader) {
        guard let type = written.asset.type, !type.contains(Asset.placeholder),
            let fault = profile.fault(ofAssetType: type)
        else { return }
        add(fault, at: written.typeMark, reader)
    }

    private func add(_ message: String, at mark: Mark, _ reader: ConfigurationReader) {
        reader.report.add(ConfigurationFault(mark: mark, message: message))
    }
}
