/// A queue on one array; taking from the front is amortised constant time.
struct FIFO<Element> {
    private var storage: ContiguousArray<Element?> = []
    private var head = 0

    init() {}

    var isEmpty: Bool { head == storage.count }
    var count: Int { storage.count - head }
    var first: Element? { isEmpty ? nil : storage[head] }

    mutating func append(_ element: Element) {
        storage.append(element)
    }

    mutating func popFirst() -> Element? {
        guard head < storage.count else { return nil }
        let element = storage[head].take()
        head += 1
        if head == storage.count {
            storage.removeAll(keepingCapacity: storage.capacity <= 4_096)
            head = 0
        } else if head >= 64, head * 2 >= storage.count {
            storage.removeFirst(head)
            head = 0
        }
        return element
    }

    /// The element at an offset from the front; the caller keeps within `count`.
    subscript(offset: Int) -> Element? {
        get { storage[head + offset] }
        _modify { yield &storage[head + offset] }
    }

    mutating func removeFirst(where matches: (Element) -> Bool) -> Element? {
        var index = head
        while index < storage.count {
            if let element = storage[index], matches(element) {
                storage.remove(at: index)
                return element
            }
            index += 1
        }
        return nil
    }
}
