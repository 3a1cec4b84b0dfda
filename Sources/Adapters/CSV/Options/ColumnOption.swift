import AdapterAPI

/// A configured column.
struct ColumnOption: Sendable {
    /// As the header writes it.
    var name: String
    var role: ColumnRole
    /// What the value is in the payload.
    var form: ValueForm
    /// How its times are written; nil for the ISO form.
    var pattern: TimePattern?
    /// Where the value stands, in place of the key that the header gives.
    var path: MemberPath?
    /// Whether it is left out of the payload.
    var isDropped: Bool
    /// Whether files may lack it.
    var isOptional: Bool
    /// What becomes of a row whose value is not of its type.
    var onBadValue: BadValue

    init(_ name: String, _ reader: inout ConfigurationReader, _ forms: TableForms) {
        self.name = name
        role = reader.choice("as", default: ColumnRole.value, help: "what the value is used for, beside being sent")
        (form, pattern) = forms.form(&reader, isTime: role == .time)
        let text = reader.optionalString("name", help: "its key in the payload; dots make objects: press.speed")
        path = text.flatMap { MemberPath.read($0, at: "name", &reader) }
        isDropped = reader.boolean("drop", default: false, help: "whether it is left out of the payload")
        isOptional = reader.boolean("optional", default: false, help: "whether files may lack the column")
        onBadValue = reader.choice(
            "onBadValue", default: forms.onBadValue, help: "what becomes of the row when the value is not of its type")
        if isDropped, path != nil { reader.fault(at: "name", "a column that is dropped has no name") }
    }
}
