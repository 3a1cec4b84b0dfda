import Glibc

/// An element's or attribute's name as libxml2 gives it: pointers into the parser's dictionary, so equal names are equal
/// pointers as long as the parser lives.
struct Name: Equatable {
    let local: UnsafePointer<UInt8>
    let prefix: UnsafePointer<UInt8>?
    let uri: UnsafePointer<UInt8>?

    /// The same name of the same parser: compared as numbers, since pointers that may be missing are compared in branches.
    @inline(__always)
    static func == (one: Name, other: Name) -> Bool {
        let local = UInt(bitPattern: one.local) ^ UInt(bitPattern: other.local)
        let prefix = UInt(bitPattern: one.prefix) ^ UInt(bitPattern: other.prefix)
        let uri = UInt(bitPattern: one.uri) ^ UInt(bitPattern: other.uri)
        return (local | prefix | uri) == 0
    }

    /// Whether the local name is this one, capitals and all.
    func isLocal(_ text: StaticString) -> Bool {
        strcmp(
            UnsafeRawPointer(local).assumingMemoryBound(to: CChar.self),
            UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)) == 0
    }

    var localText: String { String(cString: local) }
}
