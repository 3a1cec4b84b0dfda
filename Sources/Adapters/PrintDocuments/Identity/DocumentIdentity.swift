import AdapterAPI

/// The hash of a whole document, made in a pass of its own when the first record needs it: messages and audits, which are
/// told apart by their own content, need none.
final class DocumentIdentity {
    private let make: () throws -> ContentHash
    private var value: ContentHash?
    /// Why the hash could not be made; the records that asked for it must not be used.
    private(set) var failure: (any Error)?

    init(_ make: @escaping () throws -> ContentHash) {
        self.make = make
    }

    /// The hash of a part of this document.
    func part(_ ordinal: Int) -> DocumentIdentity {
        DocumentIdentity { [self] in
            let whole = hash()
            if let failure { throw failure }
            return whole.mixed(with: UInt64(ordinal))
        }
    }

    /// The hash; after a failure one that means nothing.
    func hash() -> ContentHash {
        if let value { return value }
        if failure == nil {
            do {
                let made = try make()
                value = made
                return made
            } catch {
                failure = error
            }
        }
        return ContentHash(high: 0, low: 0)
    }
}
