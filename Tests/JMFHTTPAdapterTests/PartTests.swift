import AdapterAPI
import Testing
import WebParts

@testable import JMFHTTPAdapter

/// The pure parts.
@Suite struct PartTests {
    @Test(arguments: [
        ("127.0.0.1:8889", "127.0.0.1:8889"), ("localhost:80", "127.0.0.1:80"), ("[::1]:8889", "[::1]:8889"),
        ("0.0.0.0:1", "0.0.0.0:1"), ("[::]:65535", "[::]:65535"), ("8889", nil), (":8889", nil), ("127.0.0.1", nil),
        ("127.0.0.1:0", nil), ("127.0.0.1:65536", nil), ("::1:8889", nil), ("[127.0.0.1]:80", nil), ("press:80", nil),
    ])
    func `addresses to listen at`(text: String, expected: String?) {
        #expect(ListenAddress(text)?.description == expected)
    }

    @Test(arguments: [
        ("10.1.0.0/16", "10.1.255.255", true), ("10.1.0.0/16", "10.2.0.0", false), ("192.168.1.7", "192.168.1.7", true),
        ("192.168.1.7", "192.168.1.8", false), ("::1", "::1", true), ("::1", "127.0.0.1", false),
        ("fd00::/8", "fdff::1", true), ("fd00::/8", "fe00::1", false), ("10.0.0.0/8", "::ffff:10.1.2.3", true),
        ("::ffff:10.0.0.0/104", "10.1.2.3", true), ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "2001::1", false),
        ("::/0", "8.8.8.8", true), ("2001:db8::/33", "2001:db8:7fff::1", true),
        ("2001:db8::/33", "2001:db8:8000::", false),
        ("fe80::/10", "fe80::1%eth0", true),
    ])
    func `ranges of addresses`(range: String, address: String, isIn: Bool) throws {
        let range = try AddressRange.parse(range).get()
        #expect(AllowList([range]).allows(address) == isIn)
    }

    @Test(arguments: ["10.1.0.1/16", "10.0.0.0/33", "10.0.0.0/", "press", "", "::/129", "1.2.3/8", "fe80::1%eth0"])
    func `ranges that are none`(text: String) {
        #expect(throws: (any Error).self) { try AddressRange.parse(text).get() }
    }

    @Test func `faults of options name what would be right`() {
        func faults(_ options: [(String, Portal.Value)]) -> String {
            Portal.read(options).1.map(\.message).joined(separator: "\n")
        }
        #expect(faults([]) == "")
        #expect(faults([("listen", .text("8889"))]).contains("ADDRESS:PORT"))
        #expect(faults([("path", .text("jmf"))]).contains("must begin with /"))
        #expect(faults([("path", .text("/a?b"))]).contains("must begin with /"))
        #expect(faults([("allow", .list(["10.0.0.1/8"]))]).contains("bits behind its length"))
        #expect(faults([("tls", .mapping([("key", "k")]))]).contains("\"tls.certificate\" is missing"))
        #expect(faults([("maxBodiesInFlight", .text("1MiB"))]).contains("must not be less"))
        #expect(faults([("lisen", .text("x"))]).contains("did you mean \"listen\""))
        #expect(Portal.read([("path", .text("/a/"))]).0.exclusiveInput == "http://127.0.0.1:8889/a")
    }

    @Test func `a burst of lines, then one every ten seconds`() {
        var limiter = LineLimiter()
        for _ in 0..<10 { #expect(limiter.admit(atSecond: 100) == 0) }
        for _ in 0..<5 { #expect(limiter.admit(atSecond: 105) == nil) }
        #expect(limiter.admit(atSecond: 110) == 5)
        #expect(limiter.admit(atSecond: 111) == nil)
        #expect(limiter.admit(atSecond: 10_000) == 1)
        for _ in 0..<9 { #expect(limiter.admit(atSecond: 10_000) == 0) }
        #expect(limiter.admit(atSecond: 10_000) == nil)
    }

    @Test func `a reservation gives back what it took`() {
        let budget = BodyBudget(limit: 100)
        var first: Reservation? = Reservation(budget)
        let second = Reservation(budget)
        #expect(first?.grow(by: 60) == true)
        #expect(!second.grow(by: 50))
        #expect(second.grow(by: 40))
        #expect(budget.taken == 100)
        first = nil
        #expect(budget.taken == 40)
        #expect(second.grow(by: 60))
    }

    @Test func `bodies are stored in groups, in order, a large one alone`() async throws {
        let intake = Intake(limit: 1 << 30)
        func submission(_ bytes: Int) -> Submission {
            Submission(
                body: [UInt8](repeating: 0, count: bytes), contentType: nil, name: "\(bytes)",
                received: Timestamp(secondsSince1970: 0), reservation: Reservation(intake.budget))
        }
        for bytes in [1, 2, 5 << 20, 3] + Array(repeating: 4, count: 70) { intake.submit(submission(bytes)) }
        #expect(try await intake.next().map(\.name) == ["1", "2"])
        #expect(try await intake.next().map(\.name) == ["\(5 << 20)"])
        #expect(try await intake.next().count == 64)
        #expect(try await intake.next().count == 7)
        let late = submission(9)
        intake.submit(late)
        intake.end(CancellationError())
        #expect(late.isSettled)
        await #expect(throws: CancellationError.self) { try await intake.next() }
    }

    @Test func `the first outcome counts`() async {
        let submission = Submission(
            body: [], contentType: nil, name: "", received: Timestamp(secondsSince1970: 0),
            reservation: Reservation(BodyBudget(limit: 1)))
        submission.settle(.unavailable("late"))
        submission.settle(.taken([], nil))
        if case .unavailable(let words) = await submission.outcome() {
            #expect(words == "late")
        } else {
            Issue.record()
        }
    }
}
