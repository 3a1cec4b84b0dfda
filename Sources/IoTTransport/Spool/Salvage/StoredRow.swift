/// A row as it was found in a database file.
struct StoredRow {
    /// 0 where the table has none.
    let rowID: Int64
    let columns: [StoredValue]
}
