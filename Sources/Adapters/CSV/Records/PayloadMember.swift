/// One member of the payload: where its value comes from, and what it is.
final class PayloadMember {
    enum Source {
        case column(Int)
        case recipe(TextRecipe)
    }

    let source: Source
    let form: ValueForm
    let onBadValue: BadValue
    let path: MemberPath
    /// The column or field, for messages.
    let words: String

    /// Whether it is a column's text as it stands.
    let isPlain: Bool
    let isText: Bool

    init(source: Source, form: ValueForm, onBadValue: BadValue, path: MemberPath, words: String) {
        self.source = source
        self.form = form
        self.onBadValue = onBadValue
        self.path = path
        self.words = words
        isText = form.isText
        isPlain = if case .column = source { form.isText } else { false }
    }
}
