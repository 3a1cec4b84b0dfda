/// What a namespace means for a key.
enum Namespaces {
    enum Kind {
        /// CIP4, PrintTalk or none: names get no prefix, and the names that the mapping knows are meant.
        case own
        case heidelberg
        case xml
        /// `xsi:*`, which is dropped.
        case schemaInstance
        case foreign
    }

    /// Judges a namespace URI; nil is no namespace.
    static func kind(of uri: String?) -> Kind {
        guard let uri else { return .own }
        if isCIP4(uri) || uri.hasPrefix("http://www.printtalk.org/") { return .own }
        if uri == "http://www.w3.org/2001/XMLSchema-instance" { return .schemaInstance }
        if uri == "http://www.w3.org/XML/1998/namespace" { return .xml }
        return uri.lowercased().contains("heidelberg") ? .heidelberg : .foreign
    }

    /// Versions and capitals of CIP4's namespace vary in the field: the beginning decides.
    static func isCIP4(_ uri: String?) -> Bool {
        guard let uri else { return true }
        return uri.lowercased().hasPrefix("http://www.cip4.org/jdfschema_")
    }
}
