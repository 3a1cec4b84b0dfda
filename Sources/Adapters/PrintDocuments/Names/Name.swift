import Glibc

/// An element's or attribute's name as libxml2 gives it: pointers into the parser's dictionary, so equal names are equal
/// pointers as long as the parser lives.
struct Name {
    let local: UnsafePointer<UInt8>
    let prefix: UnsafePointer<UInt8>?
    let uri: UnsafePointer<UInt8>?

    /// Whether the local name is this one, capitals and all.
    func isLocal(_ text: StaticString) -> Bool {
        strcmp(
            UnsafeRawPointer(local).assumingMemoryBound(to: CChar.self),
            UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)) == 0
    }

    var localText: String { String(cString: local) }
}
