/// Names under which print documents hold data of persons; dropped unless a source allows them.
enum PersonalData {
    /// Elements dropped with all below them, in any namespace.
    static func isElement(_ local: String) -> Bool {
        local == "Employee" || local == "Person"
    }

    /// Attributes, by their lower-cased local name.
    static func isAttribute(_ local: String, in namespace: Namespaces.Kind) -> Bool {
        local == "personalid" || local == "author" || (local == "auth" && namespace == .heidelberg)
    }
}
