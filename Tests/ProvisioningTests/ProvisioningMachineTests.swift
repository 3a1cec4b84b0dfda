import Certificates
import IoTTransport
import TestServers
import Testing

@testable import Provisioning

/// The order of provisioning, run through kills at every step by a world in memory.
@Suite struct ProvisioningMachineTests {
    /// Disk and platform; what a kill leaves.
    struct World {
        var journal: ProvisioningRecord?
        var store: StoreMaterial?
        var devices = 0
        var requests = 0
        /// What the platform does with a request.
        var answer: Answer = .gives

        enum Answer: CaseIterable { case gives, refuses, loses, drops }
    }

    private let configuration = PlatformConfiguration(
        authority: "root", endpoint: "e", port: 1, provisioningURL: "https://p")

    private enum End: Equatable {
        case finished, killed
        case stopped(ProvisioningFault.Kind)
    }

    /// Runs until the end, or until so many actions are done; a kill may also fall between an action and its event.
    private func run(_ world: inout World, actions: Int, force: Bool = false) -> End {
        var machine = ProvisioningMachine(force: force)
        var action = machine.handle(
            .situation(
                .init(hasIdentity: world.store != nil, record: world.journal, method: "v2", folder: "store")))
        for _ in 0..<actions {
            let event: ProvisioningMachine.Event
            switch action {
            case .fetchConfiguration: event = .configured(configuration, key: nil, now: 7)
            case .record(let record):
                world.journal = record
                event = .recorded
            case .request:
                world.requests += 1
                if world.answer == .gives || world.answer == .loses { world.devices += 1 }
                let lost = ProvisioningFault(.ambiguous, "lost", advice: "")
                let refused = ProvisioningFault(.refused, "no", advice: "")
                switch world.answer {
                case .gives: event = .answered(SecretText("answer \(world.devices)"))
                case .refuses: event = .requestFailed(RequestFault(isAmbiguous: false, refused))
                case .loses, .drops: event = .requestFailed(RequestFault(isAmbiguous: true, lost))
                }
            case .check(let record):
                let text = record.answer?.revealed ?? ""
                event = .checked(StoreMaterial(files: [.certificate: Array(text.utf8)]))
            case .install(let material):
                world.store = material
                event = .installed
            case .removeJournal:
                world.journal = nil
                event = .journalRemoved
            case .finish: return .finished
            case .stop(let fault): return .stopped(fault.kind)
            }
            action = machine.handle(event)
        }
        switch action {
        case .finish: return .finished
        case .stop(let fault): return .stopped(fault.kind)
        default: return .killed
        }
    }

    @Test func `goes through all steps`() {
        var world = World()
        #expect(run(&world, actions: 99) == .finished)
        #expect(world.devices == 1 && world.journal == nil && world.store != nil)
        // Again: nothing is asked for.
        #expect(run(&world, actions: 99) == .stopped(.exists))
        #expect(world.requests == 1)
    }

    @Test(arguments: World.Answer.allCases, 0...8)
    func `killed after any number of steps, again and again, it asks once at most`(
        answer: World.Answer, kill: Int
    ) {
        for second in 0...8 {
            var world = World()
            world.answer = answer
            _ = run(&world, actions: kill)
            let asked = world.requests
            _ = run(&world, actions: second)
            let end = run(&world, actions: 99)
            #expect(world.devices <= 1)
            switch answer {
            case .gives:
                // Whoever was killed between asking and writing down the answer is told so; all others are done.
                #expect([.finished, .stopped(.exists), .stopped(.ambiguous)].contains(end))
                #expect(world.devices == 1 || end == .stopped(.ambiguous))
                if end != .stopped(.ambiguous) { #expect(world.store != nil && world.journal == nil) }
            case .refuses: #expect(world.devices == 0 && world.store == nil && end != .finished)
            case .loses, .drops:
                #expect(end == .stopped(.ambiguous) && world.store == nil)
                #expect(world.requests == max(asked, world.requests) && world.requests <= 1)
            }
        }
    }

    @Test func `an ambiguous request is repeated by force only`() {
        var world = World()
        world.answer = .loses
        #expect(run(&world, actions: 99) == .stopped(.ambiguous))
        world.answer = .gives
        for _ in 0..<5 { #expect(run(&world, actions: 99) == .stopped(.ambiguous)) }
        #expect(world.requests == 1)
        #expect(run(&world, actions: 99, force: true) == .finished)
        #expect(world.requests == 2 && world.journal == nil)
    }

    @Test func `never while any part of an identity exists, and it names what is missing`() {
        var machine = ProvisioningMachine(force: false)
        let situation = ProvisioningMachine.Situation(
            hasIdentity: true, missing: ["deviceCert.cert", "clientID.txt"], method: "v2", folder: "store")
        guard case .stop(let fault) = machine.handle(.situation(situation)) else {
            Issue.record("it went on")
            return
        }
        #expect(fault.kind == .exists && fault.message.contains("deviceCert.cert, clientID.txt"))
        #expect(fault.advice.contains("--repair") && fault.advice.contains("--force"))
    }

    @Test func `an answer that cannot be used is kept, and force goes on without it`() {
        let unusable = ProvisioningFault(.unusable, "x", advice: "y")
        let record = ProvisioningRecord(
            method: "v2", since: 1, configuration: configuration, key: nil, answer: SecretText("odd"))
        let situation = ProvisioningMachine.Situation(record: record, method: "v2", folder: "store")
        var plain = ProvisioningMachine(force: false)
        #expect(plain.handle(.situation(situation)) == .check(record))
        #expect(plain.handle(.failed(unusable)) == .stop(unusable))
        var forced = ProvisioningMachine(force: true)
        #expect(forced.handle(.situation(situation)) == .check(record))
        #expect(forced.handle(.failed(unusable)) == .fetchConfiguration)
        _ = forced.handle(.configured(configuration, key: nil, now: 1))
        _ = forced.handle(.recorded)
        _ = forced.handle(.answered(SecretText("odd again")))
        #expect(forced.handle(.recorded) != .fetchConfiguration)
        #expect(forced.handle(.failed(unusable)) == .stop(unusable), "once, not in a circle")
    }
}
