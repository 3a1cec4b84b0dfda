import AdapterAPI

/// ProductionDataAcquisition: a Message with one child for each event.
extension DocumentPage {
    func productionData(_ events: [SyntheticEvent]) -> [UInt8] {
        var markup = MarkupText()
        markup.element("ProductionDataAcquisition", [("TimeStamp", events.last.map(time) ?? "")]) { markup in
            for event in events {
                let attributes = [("DeviceID", device), ("TimeStamp", time(of: event))]
                markup.element("Message", attributes) { markup in
                    switch event.content {
                    case .status(let status): state(status, event, &markup)
                    case .ink(let ink): summary(ink, &markup)
                    case .energy(let reading): summary(reading, event, &markup)
                    }
                }
            }
        }
        return markup.bytes
    }

    private func state(_ status: PressStatus, _ event: SyntheticEvent, _ markup: inout MarkupText) {
        var attributes = [
            ("Status", status.phase.deviceStatus), ("StatusDetails", status.details), ("Speed", "\(status.speed)"),
        ]
        if !lacksCounter(event.ordinal) { attributes.append(("TotalProductionCounter", "\(status.total)")) }
        if let job = status.job {
            attributes += [
                ("JobID", job.id), ("WorkstepID", job.workstep), ("GoodAmount", "\(job.good)"),
                ("WasteAmount", "\(job.waste)"),
            ]
        }
        markup.element("MachineState", attributes)
    }

    private func summary(_ ink: InkConsumption, _ markup: inout MarkupText) {
        let attributes = [
            ("JobID", ink.job.id), ("WorkstepID", ink.job.workstep), ("ID", "\(ink.index)"),
            ("Side", ink.side.rawValue),
        ]
        markup.element("InkConsumptionSummary", attributes) { markup in
            markup.element("InkConsumptions", [("InkUse", ink.use.rawValue)]) { markup in
                for one in ink.inks {
                    let grams = DecimalText.text(one.amount, digits: 2)
                    markup.element("InkConsumption", [("ColorName", one.color), ("Amount", grams)])
                }
            }
        }
    }

    private func summary(_ reading: EnergyReading, _ event: SyntheticEvent, _ markup: inout MarkupText) {
        var attributes = [
            ("StartTime", times.stamp(reading.since, skew: event.skew).text), ("EndTime", time(of: event)),
            ("Energy", DecimalText.text(reading.used, digits: 3)),
            ("TotalEnergy", DecimalText.text(reading.total, digits: 3)), ("Unit", "kWh"),
        ]
        if let job = reading.job { attributes.append(("JobID", job.id)) }
        markup.element("EnergyConsumptionSummary", attributes)
    }
}
