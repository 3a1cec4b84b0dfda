import AdapterAPI
import Certificates
import IoTTransport
import Provisioning

/// Looks at everything that a host needs, in the order in which a person would, and says what it finds. Changes nothing;
/// publishes nothing unless it is asked to.
struct Doctor {
    let configuration: ConfigurationCheck
    /// Whether to publish an event.
    let publishes: Bool
    /// Seconds since 1970, whenever it is asked.
    let now: @Sendable () -> Int64

    /// How long a folder or the platform's clock may take.
    static let limit = Duration.seconds(5)

    /// Calls `show` with each finding as it is made.
    func run(_ show: @escaping (Finding) -> Void) async {
        let outcome = configuration.run()
        outcome.findings.forEach(show)
        guard let host = outcome.host else { return }
        let holder = StateLock.holder(folder: host.state)
        let state = StateCheck(host: host).run(holder: holder)
        state.forEach(show)
        let isDiskFull = state.contains { $0.id == "disk.full" }
        SpoolCheck(host: host, now: now(), isRunning: holder != nil, isDiskFull: isDiskFull).run().forEach(show)
        CertificateCheck(host: host, now: now()).run().forEach(show)
        await checkWay(host, isRunning: holder != nil, show)
        for press in outcome.presses { await check(press, isRunning: holder != nil, show) }
    }

    /// The way to the platform, and what time it is there.
    private func checkWay(_ host: HostConfiguration, isRunning: Bool, _ show: @escaping (Finding) -> Void) async {
        var readings: [ClockCheck.Reading] = []
        if host.broker.host.isEmpty {
            show(
                Words.warning(
                    "broker.unknown", Words.broker, "Its address is not known before there is a certificate store.",
                    "Get one with: adapter-host provision"))
        } else {
            let check = BrokerCheck(host: host, isRunning: isRunning, publishes: publishes, now: now, show: show)
            if let reading = check.run() { readings.append(reading) }
        }
        if !host.topic.isEmpty {
            show(TopicCheck(topic: host.topic, stage: host.platform?.environment.stage).run())
        }
        if let address = host.platform?.environment.baseURL, !address.isEmpty,
            let time = try? await PlatformTime.ask(address, within: Self.limit)
        {
            readings.append(ClockCheck.Reading(whose: "the platform's clock (its web address)", ahead: now() - time))
        }
        show(
            ClockCheck(
                readings: readings, certificateStart: host.platform?.inspection.certificate?.notBefore, now: now()
            ).run())
    }

    private func check(_ press: PressConfiguration, isRunning: Bool, _ show: @escaping (Finding) -> Void) async {
        if let folder = press.inputFolder {
            let facts = await BlockingCall.run(within: Self.limit) { FolderFacts(path: folder) }
            PressCheck(id: press.id, folder: folder, facts: facts, now: now(), user: SystemUser.current)
                .run().forEach(show)
        } else {
            let input = press.adapter.exclusiveInput
            let text = input.map { "It listens at \($0)\(isRunning ? "" : " once the host runs")." }
            show(Words.ok("press.unchecked", Words.press(press.id), text ?? "It reads no folder: nothing to look at."))
        }
    }
}
