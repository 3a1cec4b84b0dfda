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
        readiness.arrived(file("a"), now: .zero)
        readiness.arrived(file("a"), now: .zero)
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
        readiness.arrived(file("b"), now: .zero)
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
        readiness.arrived(file("a"), now: .zero)
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
        readiness.arrived(file("a", size: 0), now: .zero)
        readiness.arrived(file("b", size: 0), now: .zero)
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
        readiness.arrived(file("z", at: 0), now: .zero)
        #expect(names(&readiness) == ["z", "c", "a"])
    }
}
