/// The wording of what goes wrong most often, in one place: the status page, `top` and `doctor` say the same of the same
/// trouble. Written for whoever stands at the machine: what is the matter, then what to do. Pure.
enum Words {
    static let broker = "broker"
    static let certificate = "certificate"
    static let spool = "spool"
    static let shadow = "shadow"
    static let clock = "clock"
    static let configuration = "configuration"
    static let deadLetters = "dead letters"

    static func press(_ id: String) -> String { "press \(id)" }

    static func failure(_ id: String, _ subject: String, _ cause: String, _ nextStep: String) -> Finding {
        Finding(id: id, level: .failure, subject: subject, cause: cause, nextStep: nextStep)
    }

    static func warning(_ id: String, _ subject: String, _ cause: String, _ nextStep: String) -> Finding {
        Finding(id: id, level: .warning, subject: subject, cause: cause, nextStep: nextStep)
    }

    static func ok(_ id: String, _ subject: String, _ cause: String) -> Finding {
        Finding(id: id, level: .ok, subject: subject, cause: cause, nextStep: nil)
    }

    /// `1 event waits`, `1,204 events wait`.
    static func counted(_ count: Int, _ one: String, _ many: String) -> String {
        count == 1 ? "1 \(one)" : "\(grouped(count)) \(many)"
    }

    /// Somebody else's words as part of a sentence: without its full stop.
    static func part(_ words: String) -> String { words.hasSuffix(".") ? String(words.dropLast()) : words }

    /// `1,204,511`
    static func grouped(_ number: Int) -> String {
        var text = ""
        for (index, digit) in String(number.magnitude).reversed().enumerated() {
            if index > 0, index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (number < 0 ? "-" : "") + String(text.reversed())
    }
}
