import AdapterAPI

/// Turns what a document calls a machine into what the platform calls it.
public struct AssetTable: Sendable {
    /// What becomes of a record whose machine is not in the table.
    public enum UnknownPolicy: String, Sendable, CaseIterable {
        case deadLetter
        /// The document's key becomes the asset's id.
        case useKey
    }

    /// One line of the table: an exact key, or a pattern with `*` and `?`.
    public struct Entry: Sendable {
        public var key: String
        public var asset: Asset

        public init(key: String, asset: Asset) {
            self.key = key
            self.asset = asset
        }
    }

    private let exact: [String: Asset]
    private let patterns: [(glob: Glob, asset: Asset)]
    private let fallback: Asset?
    private let unknown: UnknownPolicy
    /// What is known of a machine that is not in the table.
    private let unnamed: Asset
    /// Whether any asset is to be filled in with a key: each batch asks for its assets, and looking takes its time.
    private let hasPlaceholders: Bool

    /// - Parameters:
    ///   - entries: in the file's order; exact keys come before patterns whatever their order.
    ///   - fallback: the asset of records that name no machine; what an entry lacks comes from it.
    public init(entries: [Entry], fallback: Asset?, unknown: UnknownPolicy) {
        var exact: [String: Asset] = [:]
        for entry in entries where !Self.isPattern(entry.key) { exact[entry.key] = entry.asset.completed(by: fallback) }
        self.exact = exact
        patterns = entries.filter { Self.isPattern($0.key) }.map { (Glob($0.key), $0.asset.completed(by: fallback)) }
        self.fallback = fallback
        self.unknown = unknown
        unnamed = Asset(id: "").completed(by: fallback)
        hasPlaceholders = entries.contains { $0.asset.hasPlaceholder } || fallback?.hasPlaceholder ?? false
    }

    /// Whether a key of the table stands for many.
    public static func isPattern(_ key: String) -> Bool { key.contains("*") || key.contains("?") }

    /// The asset for a key, nil for records that name no machine; or why there is none.
    func asset(for key: String?) -> Result<Asset, RecordRefusal> {
        guard let key else {
            guard let fallback, !fallback.id.isEmpty else {
                return .failure(
                    RecordRefusal("no_asset", "the record names no machine, and the press file has no asset: id"))
            }
            return .success(fill(fallback, with: nil))
        }
        if let asset = exact[key] { return .success(fill(asset, with: key)) }
        for pattern in patterns where pattern.glob.matches(key) {
            return .success(fill(pattern.asset, with: key))
        }
        if unknown == .useKey {
            // The key is the id as it stands, whatever it holds.
            var asset = fill(unnamed, with: key)
            asset.id = key
            return .success(asset)
        }
        return .failure(
            RecordRefusal(
                "unknown_asset", "no entry in assets: for \"\(key)\"; add one, or set unknownAsset: useKey"))
    }

    private func fill(_ asset: Asset, with key: String?) -> Asset {
        hasPlaceholders ? asset.filled(with: key) : asset
    }
}
