import AdapterAPI

/// What the pipeline knows of a source's earlier records.
struct SourceMemory {
    /// The last time of each asset.
    var order = AssetOrder()
    /// The ids of queued events, for records whose repeats are dropped; nil remembers none.
    var repeats: RepeatWindow?

    /// Whether an event was queued before; if not, it counts as queued from now on.
    mutating func isRepeat(_ identity: ContentHash) -> Bool {
        !(repeats?.insert(identity) ?? true)
    }
}
