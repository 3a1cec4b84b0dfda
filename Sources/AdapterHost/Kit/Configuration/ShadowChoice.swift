import AdapterAPI
import IoTTransport

/// Which shadow the host follows.
enum ShadowChoice: Equatable {
    case off
    /// The classic one, or one by name.
    case on(name: String?)

    private enum Switch: String, CaseIterable { case on, off }

    /// Reads `shadow:`. On by default with the platform; a broker of one's own seldom has a shadow service.
    static func read(_ reader: inout ConfigurationReader, isPlatform: Bool) -> ShadowChoice {
        let fallback = isPlatform ? Switch.on : .off
        let isSwitch = reader.isText("shadow") || !reader.has("shadow")
        if isSwitch, reader.purpose != .describe {
            // Written plainly, YAML 1.1 takes the two words for truth values.
            let words = ["true": Switch.on, "yes": .on, "false": .off, "no": .off]
            if let text = reader.text(ofKey: "shadow"), let word = words[text.lowercased()] {
                _ = reader.optionalString("shadow", help: help)
                return word == .on ? .on(name: nil) : .off
            }
            let choice = reader.choice("shadow", default: fallback, help: help)
            return choice == .on ? .on(name: nil) : .off
        }
        // Either form may stand there, so a description has both.
        if reader.purpose == .describe { _ = reader.choice("shadow", default: fallback, help: help) }
        let name = reader.section("shadow", help: help + "; or a mapping with the name of one") { shadow in
            let name = shadow.string("name", neededBy: .run, help: "name of the shadow, in place of the classic one")
            if let fault = fault(of: name), shadow.purpose == .run { shadow.fault(at: "name", fault) }
            return name
        }
        return .on(name: name)
    }

    private static let help = "on, off: whether the platform's device shadow switches publishing"

    /// The service's own rule for names, and that the host has one of its own.
    private static func fault(of name: String) -> String? {
        let allowed = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: ":"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                true
            default: false
            }
        }
        if name.isEmpty || !allowed || name.utf8.count > 64 {
            return "a shadow's name has 1 to 64 of a-z, A-Z, 0-9, \":\", \"_\" and \"-\""
        }
        return name == ShadowSettings.summaryName
            ? "\"\(name)\" is where the host writes its summary: choose another one" : nil
    }
}
