import GRDB

extension Row {
    /// A column's value, nil when it is none of this type: GRDB's own subscripts end the process then, and damage on disk
    /// can put anything anywhere.
    func stored<Value: DatabaseValueConvertible>(_ index: Int, as type: Value.Type) -> Value? {
        Value.fromDatabaseValue(self[index] as DatabaseValue)
    }
}
