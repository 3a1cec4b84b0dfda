import AdapterAPI

/// What all events of a batch share that are of one kind and from one asset. A class, so that handing it on costs one count
/// of references and not one for each part.
final class EventForm {
    let header: HeaderTemplate
    /// Stirred into each record's identity.
    let seed: ContentHash
    /// The number under which the spool knows the event type.
    let type: UInt16
    let asset: AssetOrder.Slot

    init(header: HeaderTemplate, seed: ContentHash, type: UInt16, asset: AssetOrder.Slot) {
        self.header = header
        self.seed = seed
        self.type = type
        self.asset = asset
    }
}
