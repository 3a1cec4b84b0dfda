import AdapterAPI
import Foundation
import Pipeline

/// What a press file says: one source.
struct PressConfiguration {
    let id: String
    let file: String
    let adapter: any SourceAdapter
    let assets: AssetTable
    let repeats: RepeatLimits
    /// The folder that it reads, if it reads one, for telling that two sources read the same.
    let inputFolder: String?
    /// What its file says, for telling whether it has changed.
    var print = ContentHash(high: 0, low: 0)

    /// What nobody else may read while it runs, its own former run included.
    var inputs: Set<String> {
        var inputs: Set = ["id \(id)"]
        if let inputFolder { inputs.insert("folder \(URL(fileURLWithPath: inputFolder).standardizedFileURL.path)") }
        if let input = adapter.exclusiveInput { inputs.insert(input) }
        return inputs
    }

    /// Reads a press file's root. Faults go into the report; nil when there is no adapter to go on with.
    ///
    /// - Parameter profile: the header that the press's assets must make.
    init?(file: ConfigurationFile, kinds: AdapterKinds, profile: HeaderProfile, reader: inout ConfigurationReader) {
        self.file = file.path
        let common = Self.readCommon(&reader, kinds: kinds, profile: profile)
        id = common.id
        assets = common.assets
        repeats = common.repeats
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

    /// Every option of a press file for an adapter: those that all share, then the adapter's own.
    /// - Throws: what the adapter's `init` throws.
    static func options(of type: any SourceAdapter.Type, kinds: AdapterKinds) throws -> [ConfigurationOption] {
        let report = ConfigurationReport()
        var reader = ConfigurationReader.describing(report)
        describe(&reader, kinds: kinds)
        _ = try type.init(&reader)
        return report.options
    }

    /// Declares the options that every press file shares.
    static func describe(_ reader: inout ConfigurationReader, kinds: AdapterKinds) {
        _ = readCommon(&reader, kinds: kinds, profile: .v1)
    }

    private static func readCommon(
        _ reader: inout ConfigurationReader, kinds: AdapterKinds, profile: HeaderProfile
    ) -> (id: String, kind: String, assets: AssetTable, repeats: RepeatLimits) {
        let id = reader.string("id", neededBy: .run, help: "names the source and its checkpoint; must never change")
        if reader.has("id"), id.isEmpty || id.contains(where: \.isNewline) {
            reader.fault(at: "id", "\"id\" must be a text of one line")
        }
        let kind = reader.string("adapter", help: "kind of source: \(kinds.names.joined(separator: ", "))")
        return (id, kind, AssetSection(profile: profile).read(&reader), readRepeats(&reader))
    }

    /// Reads `repeats:`.
    private static func readRepeats(_ reader: inout ConfigurationReader) -> RepeatLimits {
        let limits = RepeatLimits()
        let day: Int64 = 86_400
        return reader.section(
            "repeats", help: "the ids of JMF messages and audits that are kept, to drop what is sent again"
        ) { repeats in
            let span = repeats.duration(
                "for", default: .seconds(Int64(limits.days) * day), help: "how long an id is kept, in whole days")
            if span < .seconds(day) || span > .seconds(365 * day) {
                repeats.fault(at: "for", "\"for\" must be from 1d to 365d")
            }
            let seconds = min(span.components.seconds, 365 * day)
            return RepeatLimits(
                days: Int((seconds + day - 1) / day),
                ids: repeats.integer(
                    "max", default: limits.ids, in: 0...10_000_000,
                    help: "ids at most, of 10 to 20 bytes of memory; 0: none"
                ))
        } ?? limits
    }
}

extension ConfigurationReader {
    /// A path as written, made whole, without declaring an option.
    fileprivate func folderPath(_ key: String) -> String? {
        guard let path = text(ofKey: key) else { return nil }
        return path.hasPrefix("/") ? path : folder + "/" + path
    }
}
