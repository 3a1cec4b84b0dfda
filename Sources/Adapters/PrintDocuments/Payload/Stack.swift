/// A stack of plain values in memory of its own: no reference counts and no copy-on-write checks on the path of a record.
struct Stack<Element: BitwiseCopyable>: ~Copyable {
    private(set) var count = 0
    private var base: UnsafeMutablePointer<Element>
    private var capacity: Int

    init(capacity: Int = 32) {
        base = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    deinit { base.deallocate() }

    @inline(__always)
    mutating func push(_ element: Element) {
        if count == capacity { grow() }
        (base + count).initialize(to: element)
        count += 1
    }

    /// Pushes `more` elements at once, which the caller writes from here on.
    @inline(__always)
    mutating func room(for more: Int) -> UnsafeMutablePointer<Element> {
        while capacity &- count < more { grow() }
        count += more
        return base + (count - more)
    }

    /// Keeps the lowest `remaining` elements.
    @inline(__always)
    mutating func cut(to remaining: Int) { count = remaining }

    @inline(__always)
    subscript(index: Int) -> Element {
        get {
            assert(index >= 0 && index < count, "a stack is read only where it has elements")
            return base[index]
        }
        set {
            assert(index >= 0 && index < count, "a stack is written only where it has elements")
            base[index] = newValue
        }
    }

    /// The topmost element; the stack must not be empty.
    var top: UnsafeMutablePointer<Element> {
        @inline(__always) mutating get {
            assert(count > 0, "an empty stack has no top")
            return base + (count - 1)
        }
    }

    /// The elements from `first` on, copied.
    func elements(from first: Int) -> [Element] {
        Array(UnsafeBufferPointer(start: base + first, count: count - first))
    }

    @inline(never)
    private mutating func grow() {
        let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity * 2)
        larger.moveInitialize(from: base, count: count)
        base.deallocate()
        base = larger
        capacity *= 2
    }
}
