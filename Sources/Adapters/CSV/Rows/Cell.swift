/// One value of a row: bytes of the buffer, quotes around it left out.
struct Cell {
    var start: Int32
    var count: Int32
    /// Whether two quotes in it stand for one.
    var hasDoubledQuotes: Bool
}
