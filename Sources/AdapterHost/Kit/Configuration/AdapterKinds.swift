import AdapterAPI
import ArgumentParser

/// The adapters that this host was built with.
struct AdapterKinds: Sendable {
    let types: [any SourceAdapter.Type]

    var names: [String] { types.map { $0.kind } }

    func type(named kind: String) -> (any SourceAdapter.Type)? {
        types.first { $0.kind == kind }
    }

    /// The adapter of a kind, for a command's argument.
    ///
    /// - Parameter others: what the argument may say beside the kinds, for the message.
    /// - Throws: `ValidationError` naming the nearest.
    func required(_ kind: String, or others: [String] = []) throws -> any SourceAdapter.Type {
        if let type = type(named: kind) { return type }
        let known = names + others
        throw ValidationError(
            "there is no adapter \"\(kind)\"\(Suggestion.phrase(for: kind, among: known)); there are "
                + names.joined(separator: ", "))
    }

    /// The adapter that takes a file, by its name and its first bytes; in the order of the list.
    func documentType(forFile name: String, head: [UInt8]) -> (any DocumentAdapter.Type)? {
        for type in types {
            if let type = type as? any DocumentAdapter.Type, type.recognises(name: name, head: head) { return type }
        }
        return nil
    }

    /// The kinds that the running program has: set once, around its command.
    @TaskLocal static var current = AdapterKinds(types: [])
}
