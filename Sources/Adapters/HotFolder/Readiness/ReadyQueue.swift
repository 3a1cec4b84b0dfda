/// Ready files in the order in which they are to be read. Files may be added at any time.
struct ReadyQueue {
    private let order: HotFolderSettings.Order
    /// Last to be read first.
    private var sorted: [Readiness.File] = []
    private var added: [Readiness.File] = []

    init(_ order: HotFolderSettings.Order) {
        self.order = order
    }

    mutating func append(_ file: Readiness.File) {
        added.append(file)
    }

    /// Takes out the file that is first to be read.
    mutating func pop() -> Readiness.File? {
        if !added.isEmpty { merge() }
        return sorted.popLast()
    }

    /// Merges what is new into what is sorted, so that a long queue is not sorted again for each new file.
    private mutating func merge() {
        var added = self.added
        self.added = []
        added.sort { precedes($1, $0) }
        var merged: [Readiness.File] = []
        merged.reserveCapacity(sorted.count + added.count)
        var next = 0
        for file in sorted {
            while next < added.count, precedes(file, added[next]) {
                merged.append(added[next])
                next += 1
            }
            merged.append(file)
        }
        merged.append(contentsOf: added[next...])
        sorted = merged
    }

    private func precedes(_ a: Readiness.File, _ b: Readiness.File) -> Bool {
        guard order == .time else { return a.name < b.name }
        let (first, second) = (a.stamp, b.stamp)
        if (first.seconds, first.nanoseconds) != (second.seconds, second.nanoseconds) {
            return (first.seconds, first.nanoseconds) < (second.seconds, second.nanoseconds)
        }
        return a.name < b.name
    }
}
