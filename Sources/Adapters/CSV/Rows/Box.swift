/// A value in memory of its own. Every access to a class's own variable is checked for exclusivity, which on the path of a
/// row costs more than the work itself; this one is not, so it belongs to one owner that does not call itself.
final class Box<Value> {
    let pointer: UnsafeMutablePointer<Value>

    init(_ value: Value) {
        pointer = .allocate(capacity: 1)
        pointer.initialize(to: value)
    }

    deinit {
        pointer.deinitialize(count: 1)
        pointer.deallocate()
    }
}
