import Certificates
import Foundation
import Glibc
import TestServers
import Testing

@testable import IoTTransport

/// Certificate stores on disk: every layout is read, and they change from one whole state to another.
@Suite struct StoreFolderTests {
    private let folder: TemporaryFolder
    private let authority: CertificateAuthority

    init() throws {
        folder = try TemporaryFolder()
        authority = try CertificateAuthority(commonName: "Root")
    }

    private var path: String { folder.file("store") }

    private func identity(_ name: String) throws -> TestIdentity { try TestIdentity(name, from: authority) }

    private func mode(_ name: String) -> UInt32? { FileMode.of("\(path)/\(name)") }

    private func clientID() -> String? { StoreContents(folder: path).clientID }

    @Test(arguments: [
        [:], [StoreFile.authority: "AmazonRootCA1.pem", .clientID: "ClientID.txt", .certificate: "deviceCert.pem"],
        [.authority: "AMAZONROOTCA1.PEM", .clientID: "clientid.txt", .privateKey: "DevicePrivateKey.pem"],
    ])
    func `reads every layout`(names: [StoreFile: String]) throws {
        let identity = try identity("press-1")
        try identity.write(to: path, names: names)
        let contents = StoreContents(folder: path)
        #expect(contents.missing.isEmpty && contents.hasIdentity && contents.loose.isEmpty)
        #expect(contents.material == (try identity.material()))
        let store = try CertificateStore(contents)
        #expect(store.broker.clientID == "press-1" && store.broker.host == "127.0.0.1")
        #expect(store.broker.tls?.certificate == path + "/" + (names[.certificate] ?? "deviceCert.cert"))
        #expect(StoreInspection(contents, at: SystemClock.seconds()).findings.isEmpty)
    }

    @Test(arguments: ["press-1\n", "\u{FEFF}press-1\r\n", "  press-1 \t\r\n\r\n", "press-1\0\n"])
    func `takes blanks and marks off a client id`(text: String) throws {
        let contents = StoreContents(StoreMaterial(files: [.clientID: Array(text.utf8)]), named: "x")
        #expect(contents.clientID == "press-1")
    }

    @Test func `writes files for their owner only, whatever the umask`() throws {
        for mask in [0o000, 0o777] as [mode_t] {
            let old = umask(mask)
            defer { umask(old) }
            try StoreFolder(path).install(try identity("press-1").material())
            #expect(mode("") == 0o700)
            for file in StoreFile.allCases { #expect(mode(file.name) == 0o600, "\(file) with umask \(mask)") }
            try FileManager.default.removeItem(atPath: path)
        }
    }

    @Test func `keeps the identity before, and removes its other names`() throws {
        try identity("old").write(to: path, names: [.clientID: "ClientID.txt", .authority: "AmazonRootCA1.pem"])
        try "mine".write(toFile: path + "/notes.txt", atomically: true, encoding: .utf8)
        try StoreFolder(path).install(try identity("new").material())
        #expect(clientID() == "new")
        #expect(StoreContents(folder: path + "/previous").clientID == "old")
        let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        #expect(names == (StoreFile.allCases.map(\.name) + ["notes.txt", "previous"]).sorted())
    }

    /// As a kill leaves it: everything up to the renaming of the folder is undone, everything after it is done.
    @Test(arguments: 0...6) func `a killed installation counts as done once it was decided`(moved: Int) throws {
        let store = StoreFolder(path)
        try store.install(try identity("old").material())
        try identity("new").write(to: path + "/.staging")
        #expect(clientID() == "old")
        try DurableFile.move(path + "/.staging", to: path + "/.install")
        for file in StoreFile.allCases.prefix(moved) {
            try DurableFile.move("\(path)/.install/\(file.name)", to: "\(path)/\(file.name)")
        }
        let material = StoreContents(folder: path).material
        #expect(clientID() == "new")
        #expect(StoreInspection(StoreContents(folder: path), at: SystemClock.seconds()).findings.isEmpty)
        try store.recover()
        #expect(StoreContents(folder: path).material == material)
        #expect(mode(".install") == nil && mode("clientID.txt") == 0o600)
    }

    @Test func `an installation that was not decided is forgotten`() throws {
        try StoreFolder(path).install(try identity("old").material())
        try identity("new").write(to: path + "/.staging")
        try StoreFolder(path).recover()
        #expect(clientID() == "old" && mode(".staging") == nil)
    }

    @Test func `a staged identity waits, then takes the place of the present one`() throws {
        let store = StoreFolder(path)
        try store.install(try identity("old").material())
        #expect(store.staged == nil)
        try store.stage(try identity("rejected").material())
        try store.stage(try identity("new").material())
        #expect(clientID() == "old" && store.staged?.clientID == "new")
        #expect(mode("next") == 0o700 && mode("next/devicePrivateKey.pem") == 0o600)
        try store.promoteStaged()
        #expect(clientID() == "new" && store.staged == nil)
        #expect(StoreContents(folder: path + "/previous").clientID == "old")
        try store.promoteStaged()
        #expect(clientID() == "new")
    }

    @Test func `reports loose modes and tightens them`() throws {
        try identity("press-1").write(to: path, mode: 0o644)
        let codes = StoreInspection(StoreContents(folder: path), at: SystemClock.seconds()).findings.map(\.code)
        #expect(codes == Array(repeating: "loose-permissions", count: 7))
        try StoreFolder(path).tighten()
        #expect(StoreContents(folder: path).loose.isEmpty)
    }

    @Test func `one process at a time, and the second learns which`() throws {
        try StoreFolder(path).makeIfMissing()
        let first = try StoreLock(folder: path)
        do throws(StoreLock.Fault) {
            _ = try StoreLock(folder: path)
            Issue.record("two locks")
        } catch {
            #expect("\(error)".contains("another process (\(getpid()))"))
        }
        withExtendedLifetime(first) {}
    }

    @Test func `lets go of the lock`() throws {
        try StoreFolder(path).makeIfMissing()
        do { _ = try StoreLock(folder: path) }
        _ = try StoreLock(folder: path)
    }

    @Test func `material prints without its bytes`() throws {
        let identity = try identity("press-1")
        var text = "\(try identity.material())"
        dump(try identity.material(), to: &text)
        for line in try identity.secretLines() { #expect(!text.contains(line)) }
        #expect(text.contains("devicePrivateKey.pem"))
    }
}
