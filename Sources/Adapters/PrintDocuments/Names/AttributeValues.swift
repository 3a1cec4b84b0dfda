/// The attributes of one element that the mapping reads, by role: of each the first that is present, which is to say in no
/// namespace and not empty. Valid only inside the parser's callback.
struct AttributeValues {
    private var values = InlineArray<35, UnsafeRawBufferPointer?>(repeating: nil)

    init(_ attributes: Attributes, _ keys: inout KeyTable) {
        for index in 0..<attributes.count {
            let role = keys.entry(of: attributes.name(index)).role
            guard role != .none else { continue }
            let slot = Int(role.rawValue)
            let value = attributes.value(index)
            if values[slot] == nil, !value.isEmpty { values[slot] = value }
        }
    }

    subscript(role: AttributeRole) -> UnsafeRawBufferPointer? { values[Int(role.rawValue)] }

    /// The value as a string.
    func string(_ role: AttributeRole) -> String? {
        self[role].map { String(decoding: $0, as: UTF8.self) }
    }
}
