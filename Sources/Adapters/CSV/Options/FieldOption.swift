import AdapterAPI

/// A member of every record that is no column: a constant, or a text made of columns.
struct FieldOption: Sendable {
    var path: MemberPath
    var template: ColumnTemplate
    var form: ValueForm
    var onBadValue: BadValue

    /// nil when something is wrong, which the reader then knows.
    init?(_ key: String, _ reader: inout ConfigurationReader, _ forms: TableForms) {
        let value = reader.string("value", help: "a constant text, or one with columns in braces: {Date} {Time}")
        form = forms.form(&reader, isTime: false).form
        onBadValue = reader.choice(
            "onBadValue", default: forms.onBadValue, help: "what becomes of the row when the value is not of its type")
        guard let template = ColumnTemplate(value) else {
            reader.fault(at: "value", "\"value\" has a brace that is not closed, or a column without a name")
            return nil
        }
        self.template = template
        guard let path = MemberPath(key) else {
            reader.fault(at: "value", "\"\(key)\" must be a key, or up to \(MemberPath.deepest) with dots between them")
            return nil
        }
        self.path = path
    }
}
