/// Which shadow: the classic one of a thing, or one with a name.
struct ShadowID: Sendable, Hashable {
    /// Bytes, as AWS documents them for `thingName` and `shadowName`.
    static let maximumThing = 128
    static let maximumName = 64

    let thing: String
    let name: String?

    /// `$aws/things/{thing}/shadow`, or `…/shadow/name/{name}`.
    var topic: String {
        let classic = "$aws/things/\(thing)/shadow"
        return name.map { "\(classic)/name/\($0)" } ?? classic
    }

    /// Whether thing and name are of the characters and lengths that AWS allows.
    var isValid: Bool {
        Self.isValid(thing, Self.maximumThing) && (name.map { Self.isValid($0, Self.maximumName) } ?? true)
    }

    private static func isValid(_ text: String, _ limit: Int) -> Bool {
        !text.isEmpty && text.utf8.count <= limit
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
