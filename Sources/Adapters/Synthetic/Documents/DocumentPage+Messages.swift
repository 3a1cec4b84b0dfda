import AdapterAPI

/// JMF 1.5 and XJMF 2.1: a signal for each event.
extension DocumentPage {
    func jmf(_ events: [SyntheticEvent]) -> [UInt8] {
        var markup = MarkupText()
        markup.element(
            "JMF",
            [
                ("xmlns", "http://www.CIP4.org/JDFSchema_1_1"), ("SenderID", device),
                ("TimeStamp", events.last.map(time) ?? ""), ("Version", "1.5"),
            ]
        ) { markup in
            for event in events {
                let attributes = [
                    ("ID", identifier(of: event)), ("Type", event.kind == .status ? "Status" : "Resource"),
                    ("Time", time(of: event)),
                ]
                markup.element("Signal", attributes) { markup in
                    switch event.content {
                    case .status(let status): device(status, event, .jmf, &markup)
                    case .ink(let ink):
                        markup.element("ResourceInfo", [("ResourceName", "Ink"), ("Unit", "g")]) { markup in
                            amounts(ink, "ActualAmount", &markup)
                        }
                    case .energy(let reading):
                        var attributes = [("ResourceName", "UsageCounter"), ("Unit", "kWh")]
                        attributes += energy(reading)
                        markup.element("ResourceInfo", attributes)
                    }
                }
            }
        }
        return markup.bytes
    }

    func xjmf(_ events: [SyntheticEvent]) -> [UInt8] {
        var markup = MarkupText()
        let root = [("xmlns", "http://www.CIP4.org/JDFSchema_2_0"), ("Version", "2.1")]
        markup.element("XJMF", root) { markup in
            header("M\(press)-\(number)", events.last, &markup)
            for event in events {
                markup.element(event.kind == .status ? "SignalStatus" : "SignalResource") { markup in
                    header(identifier(of: event), event, &markup)
                    switch event.content {
                    case .status(let status): device(status, event, .xjmf, &markup)
                    case .ink(let ink):
                        resource("Ink", [("Unit", "g")], &markup) { amounts(ink, "Amount", &$0) }
                    case .energy(let reading):
                        resource("UsageCounter", [("Unit", "kWh")], &markup) { markup in
                            markup.element("UsageCounter", energy(reading))
                        }
                    }
                }
            }
        }
        return markup.bytes
    }

    private func header(_ id: String, _ event: SyntheticEvent?, _ markup: inout MarkupText) {
        markup.element("Header", [("DeviceID", device), ("ID", id), ("Time", event.map(time) ?? "")])
    }

    private func resource(
        _ name: String, _ attributes: [(String, String)], _ markup: inout MarkupText,
        _ body: (inout MarkupText) -> Void
    ) {
        markup.element("ResourceInfo") { markup in
            markup.element("ResourceSet", [("Name", name)] + attributes) { $0.element("Resource", [], body) }
        }
    }

    private func device(
        _ status: PressStatus, _ event: SyntheticEvent, _ form: DocumentFormat, _ markup: inout MarkupText
    ) {
        var attributes = [
            ("DeviceID", device),
            form == .jmf
                ? ("DeviceStatus", status.phase.messageStatus)
                : ("Status", status.phase.deviceStatus),
            ("StatusDetails", status.details), ("Speed", "\(status.speed)"),
        ]
        if !lacksCounter(event.ordinal) { attributes.append(("TotalProductionCounter", "\(status.total)")) }
        guard let job = status.job else { return markup.element("DeviceInfo", attributes) }
        attributes.append(("ProductionCounter", "\(job.produced)"))
        let isOld = form == .jmf
        let phase = [
            ("JobID", job.id), (isOld ? "WorkStepID" : "WorkstepID", job.workstep),
            ("Status", status.phase.jobStatus), ("StatusDetails", status.details),
            (isOld ? "PhaseStartTime" : "StartTime", times.stamp(status.phaseStart, skew: event.skew).text),
            (isOld ? "PhaseAmount" : "Amount", "\(job.good)"), (isOld ? "PhaseWaste" : "Waste", "\(job.waste)"),
            ("PercentCompleted", "\(job.percentCompleted)"),
        ]
        markup.element("DeviceInfo", attributes) { markup in
            markup.element("JobPhase", phase) { markup in
                for side in PressSide.allCases.prefix(job.sides) {
                    markup.element("Part", [("Side", side.rawValue), ("SheetName", job.sheetName)])
                }
            }
        }
    }

    private func amounts(_ ink: InkConsumption, _ amount: String, _ markup: inout MarkupText) {
        markup.element("AmountPool") { markup in
            for one in ink.inks {
                let grams = DecimalText.text(one.amount, digits: 2)
                markup.element("PartAmount", [(amount, grams)]) { markup in
                    markup.element(
                        "Part",
                        [
                            ("Condition", ink.use == .goodProduction ? "Good" : "Waste"), ("Separation", one.color),
                            ("SheetName", ink.job.sheetName), ("Side", ink.side.rawValue),
                            ("JobID", ink.job.id), ("InkUse", ink.use.rawValue),
                        ])
                }
            }
        }
    }

    private func energy(_ reading: EnergyReading) -> [(String, String)] {
        var attributes = [
            ("Amount", DecimalText.text(reading.used, digits: 3)),
            ("TotalAmount", DecimalText.text(reading.total, digits: 3)),
        ]
        if let job = reading.job { attributes.append(("JobID", job.id)) }
        return attributes
    }
}

extension PressPhase {
    /// A DeviceStatus of JMF, which tells more apart than the platform does.
    fileprivate var messageStatus: String {
        switch self {
        case .makeready, .proof, .warmup: "Setup"
        case .production: "Running"
        case .cleanup: "Cleanup"
        case .stopped: "Stopped"
        case .suspended, .completed, .idle: "Idle"
        }
    }
}
