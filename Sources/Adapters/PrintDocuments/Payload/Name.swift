/// An element's or attribute's name as libxml2 gives it: pointers into the parser's dictionary, so equal names are equal
/// pointers as long as the parser lives.
struct Name {
    let local: UnsafePointer<UInt8>
    let prefix: UnsafePointer<UInt8>?
    let uri: UnsafePointer<UInt8>?

    var localText: String { String(cString: local) }
}
