/// An element's attributes as libxml2 hands them over: five pointers each, values not terminated.
struct Attributes {
    let count: Int
    let base: UnsafeMutablePointer<UnsafePointer<UInt8>?>?

    /// A name for an attribute without one, which libxml2 never sends.
    private static let nothing: StaticString = ""

    @inline(__always)
    func name(_ index: Int) -> Name {
        guard let at = base.map({ $0 + 5 * index }), let local = at[0] else {
            return Name(local: Self.nothing.utf8Start, prefix: nil, uri: nil)
        }
        return Name(local: local, prefix: at[1], uri: at[2])
    }

    @inline(__always)
    func value(_ index: Int) -> UnsafeRawBufferPointer {
        guard let at = base.map({ $0 + 5 * index }), let start = at[3], let end = at[4] else {
            return UnsafeRawBufferPointer(start: nil, count: 0)
        }
        return UnsafeRawBufferPointer(start: start, count: end - start)
    }
}
