import AdapterAPI

/// The hash of a record's own elements: attributes in any order, children in theirs. It is what makes a message that is
/// sent again, or an audit that returns in a cumulative AuditPool, the same record.
struct RecordHash {
    private var state = ContentHash(high: 0, low: 0)

    /// Begins a record.
    mutating func begin() {
        state = ContentHash(high: 0x6164_6170_7465_7200, low: 0x7265_636f_7264_0000)
    }

    /// An element starts. `high` and `low` are the sums of what ``attribute(_:_:)`` gave for its attributes.
    @inline(__always)
    mutating func element(_ keyHash: UInt64, high: UInt64, low: UInt64) {
        state = state.mixed(with: keyHash).mixed(with: high).mixed(with: low)
    }

    /// An element ends, with this text.
    @inline(__always)
    mutating func end(text: UnsafeRawBufferPointer) {
        if !text.isEmpty { state = state.mixed(with: ContentHash(of: text)) }
        state = state.mixed(with: 0x2f)
    }

    /// The hash of one attribute; an element's are added up, so that their order does not matter.
    @inline(__always)
    static func attribute(_ keyHash: UInt64, _ value: UnsafeRawBufferPointer) -> ContentHash {
        ContentHash(of: value).mixed(with: keyHash)
    }

    var value: ContentHash { state }
}
