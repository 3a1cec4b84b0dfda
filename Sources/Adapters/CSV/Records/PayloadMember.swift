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

    let isText: Bool

    init(source: Source, form: ValueForm, onBadValue: BadValue, path: MemberPath, words: String) {
        self.source = source
        self.form = form
        self.onBadValue = onBadValue
        self.path = path
        self.words = words
        isText = form.isText
    }

    /// The column whose text it is as it stands, if it is that.
    var plainColumn: Int? { if case .column(let column) = source, isText { column } else { nil } }
}
