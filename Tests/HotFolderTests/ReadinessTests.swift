import Testing

@testable import HotFolder

@Suite("Readiness of arriving files")
struct ReadinessTests {
    private func make(_ ready: HotFolderSettings.Ready = .auto) -> Readiness {
        var settings = HotFolderSettings(folder: "")
        settings.ready = ready
        return Readiness(settings, quietTime: settings.scanInterval)
    }

    private func file(_ name: String, size: Int64 = 10, at seconds: Int64 = 1, inode: UInt64 = 1) -> Readiness.File {
        Readiness.File(name: FileName(name), stamp: FileStamp(inode: inode, size: size, seconds: seconds))
    }

    private func names(_ readiness: inout Readiness) -> [String] {
        var names: [String] = []
        while let file = readiness.takeReady() { names.append(file.name.description) }
        return names
    }

    @Test("a file moved in is ready at once, and only once")
    func movedIn() {
        var readiness = make()
        readiness.movedIn(file("a"), now: .zero)
        readiness.movedIn(file("a"), now: .zero)
        #expect(names(&readiness) == ["a"])
        #expect(names(&readiness).isEmpty)
    }

    @Test("a closed file is ready when a check finds it unchanged after the rest")
    func closed() {
        var readiness = make()
        readiness.closed(file("a"), now: .zero)
        #expect(names(&readiness).isEmpty)
        #expect(readiness.nextDeadline == .milliseconds(500))
        #expect(readiness.due(now: .milliseconds(499)).isEmpty)
        #expect(readiness.due(now: .milliseconds(500)) == [FileName("a")])
        readiness.checked(FileName("a"), file("a", size: 20).stamp, now: .milliseconds(500))
        #expect(names(&readiness).isEmpty)
        readiness.checked(FileName("a"), file("a", size: 20).stamp, now: .milliseconds(1000))
        #expect(names(&readiness) == ["a"])
    }

    @Test("a file that vanishes while it rests is forgotten")
    func vanished() {
        var readiness = make()
        readiness.closed(file("a"), now: .zero)
        readiness.checked(FileName("a"), nil, now: .seconds(1))
        #expect(readiness.nextDeadline == nil)
        readiness.movedIn(file("b"), now: .zero)
        readiness.vanished(FileName("b"))
        #expect(names(&readiness).isEmpty)
    }

    @Test("a file found by scans is ready when unchanged for a whole interval")
    func scanned() {
        var readiness = make()
        readiness.scanned([file("a")], now: .zero)
        readiness.scanned([file("a")], now: .seconds(1))
        #expect(names(&readiness).isEmpty)
        readiness.scanned([file("a", size: 11)], now: .seconds(5))
        #expect(names(&readiness).isEmpty)
        readiness.scanned([file("a", size: 11)], now: .seconds(10))
        #expect(names(&readiness) == ["a"])
    }

    @Test("a scan forgets what is no longer there")
    func scanForgets() {
        var readiness = make()
        readiness.movedIn(file("a"), now: .zero)
        readiness.scanned([], now: .seconds(1))
        #expect(names(&readiness).isEmpty)
    }

    @Test("with ready: rename every sight is enough")
    func rename() {
        var readiness = make(.rename)
        readiness.scanned([file("a")], now: .zero)
        readiness.closed(file("b"), now: .zero)
        #expect(names(&readiness) == ["a", "b"])
    }

    @Test("an empty file waits for its content, then is handed over to be refused")
    func empty() {
        var readiness = make()
        readiness.movedIn(file("a", size: 0), now: .zero)
        readiness.movedIn(file("b", size: 0), now: .zero)
        #expect(names(&readiness).isEmpty)
        readiness.closed(file("b", size: 5), now: .seconds(30))
        readiness.checked(FileName("b"), file("b", size: 5).stamp, now: .seconds(31))
        #expect(names(&readiness) == ["b"])
        #expect(readiness.due(now: .seconds(60)) == [FileName("a")])
        readiness.checked(FileName("a"), file("a", size: 0).stamp, now: .seconds(60))
        #expect(names(&readiness) == ["a"])
    }

    @Test("oldest change first, then by name")
    func order() {
        var readiness = make(.rename)
        readiness.scanned([file("c", at: 1), file("a", at: 2), file("b", at: 1)], now: .zero)
        #expect(readiness.takeReady()?.name == FileName("b"))
        readiness.movedIn(file("z", at: 0), now: .zero)
        #expect(names(&readiness) == ["z", "c", "a"])
    }

    @Test("order: name goes by the whole path, whatever comes in between")
    func orderByName() {
        var settings = HotFolderSettings(folder: "")
        settings.ready = .rename
        settings.order = .name
        var readiness = Readiness(settings, quietTime: .zero)
        readiness.scanned([file("c", at: 1), file("b/z", at: 2), file("e", at: 0)], now: .zero)
        #expect(readiness.takeReady()?.name == FileName("b/z"))
        for name in ["d", "a", "f"] { readiness.movedIn(file(name), now: .zero) }
        #expect(names(&readiness) == ["a", "c", "d", "e", "f"])
    }

    @Test("with ready: stable every file rests, moved in or not, and each change begins the rest anew")
    func stable() {
        var readiness = make(.stable)
        readiness.movedIn(file("a"), now: .zero)
        readiness.scanned([file("a"), file("b")], now: .seconds(1))
        #expect(names(&readiness).isEmpty)
        #expect(readiness.due(now: .seconds(5)) == [FileName("a")])
        readiness.checked(FileName("a"), file("a").stamp, now: .seconds(5))
        #expect(names(&readiness) == ["a"])
        readiness.scanned([file("b", size: 99)], now: .seconds(5))
        #expect(readiness.due(now: .seconds(9)).isEmpty)
        #expect(readiness.obstacle(to: FileName("b")) == "it is still being written")
        readiness.checked(FileName("b"), file("b", size: 99).stamp, now: .seconds(10))
        #expect(names(&readiness) == ["b"])
    }

    @Test("with ready: marker a file waits for its marker and for nothing else")
    func marker() {
        var readiness = make(.marker)
        readiness.closed(file("a"), now: .zero)
        readiness.scanned([file("a"), file("b")], hasMarker: { $0 == FileName("b") }, now: .seconds(100))
        #expect(names(&readiness) == ["b"])
        #expect(readiness.obstacle(to: FileName("a")) == "its marker is not there")
        readiness.movedIn(file("a"), hasMarker: true, now: .seconds(100))
        #expect(names(&readiness) == ["a"])
    }

    @Test("an empty file with a marker waits too, and is refused in the end")
    func emptyWithMarker() {
        var readiness = make(.marker)
        readiness.closed(file("a", size: 0), hasMarker: true, now: .zero)
        readiness.scanned([file("a", size: 0)], hasMarker: { _ in true }, now: .seconds(30))
        #expect(names(&readiness).isEmpty)
        #expect(readiness.due(now: .seconds(60)) == [FileName("a")])
        readiness.checked(FileName("a"), file("a", size: 0).stamp, now: .seconds(60))
        #expect(names(&readiness) == ["a"])
    }

    @Test("a queue to which files are added between takings gives each once and in order, by seed", arguments: 1...50)
    func queue(seed: UInt64) {
        var random = seed &* 0x9e37_79b9_7f4a_7c15 | 1
        func draw(_ bound: UInt64) -> UInt64 {
            random ^= random << 13
            random ^= random >> 7
            random ^= random << 17
            return random % bound
        }
        var queue = ReadyQueue(.time)
        var model: [Readiness.File] = []
        for number in 0..<200 {
            if draw(3) > 0 {
                let file = file("f\(number)", at: Int64(draw(20)))
                queue.append(file)
                model.append(file)
            } else {
                model.sort { ($0.stamp.seconds, $0.name) < ($1.stamp.seconds, $1.name) }
                #expect(queue.pop() == (model.isEmpty ? nil : model.removeFirst()))
            }
        }
        model.sort { ($0.stamp.seconds, $0.name) < ($1.stamp.seconds, $1.name) }
        for file in model { #expect(queue.pop() == file) }
        #expect(queue.pop() == nil)
    }
}
