import AdapterAPI

/// Writes the payloads of events that are sent directly: what the documents of a press are mapped to.
struct SyntheticPayload: Sendable {
    let times: SimulatedTime

    /// - Parameter device: what the press calls itself.
    func write(_ event: SyntheticEvent, device: String, to writer: inout PayloadWriter) {
        switch event.content {
        case .status(let status): write(status, skew: event.skew, to: &writer)
        case .ink(let ink): writeSummary("inkconsumptionsummary", device, &writer) { write(ink, to: &$0) }
        case .energy(let reading):
            writeSummary("energyconsumptionsummary", device, &writer) { write(reading, event, to: &$0) }
        }
    }

    /// `signalstatus` as a status message of a press is mapped.
    private func write(_ status: PressStatus, skew: Int64, to writer: inout PayloadWriter) {
        writer.object { writer in
            writer.key("signalstatus")
            writer.object { writer in
                writer.key("deviceinfo")
                writer.object { writer in
                    writer.field("status", status.phase.deviceStatus)
                    writer.field("speed", status.speed)
                    writer.field("statusdetails", status.details)
                    writer.field("totalproductioncounter", status.total)
                    guard let job = status.job else { return }
                    writer.field("productioncounter", job.produced)
                    writer.key("jobphase")
                    writer.array { writePhase(of: job, status, skew, &$0) }
                }
            }
        }
    }

    private func writePhase(of job: PressJob, _ status: PressStatus, _ skew: Int64, _ writer: inout PayloadWriter) {
        writer.object { writer in
            writer.field("amount", job.good)
            writer.field("jobid", job.id)
            writer.field("workstepid", job.workstep)
            writer.field("status", status.phase.jobStatus)
            writer.field("statusdetails", status.details)
            writer.field("starttime", times.stamp(status.phaseStart, skew: skew).text)
            writer.field("percentcompleted", String(job.percentCompleted))
            writer.field("waste", String(job.waste))
            writer.key("part")
            writer.array { writer in
                for side in PressSide.allCases.prefix(job.sides) {
                    writer.object { writer in
                        writer.field("side", side.rawValue)
                        writer.field("sheetname", job.sheetName)
                    }
                }
            }
        }
    }

    /// One record of a production data document.
    private func writeSummary(
        _ key: String, _ device: String, _ writer: inout PayloadWriter, _ body: (inout PayloadWriter) -> Void
    ) {
        writer.object { writer in
            writer.key("productiondataacquisition")
            writer.object { writer in
                wrapped("message", &writer) { writer in
                    wrapped(key, &writer, body)
                    writer.field("deviceid", device)
                }
            }
        }
    }

    private func write(_ ink: InkConsumption, to writer: inout PayloadWriter) {
        writer.field("jobid", ink.job.id)
        wrapped("inkconsumptions", &writer) { writer in
            writer.key("inkconsumption")
            writer.array { writer in
                for one in ink.inks {
                    writer.object { writer in
                        writer.field("colorname", one.color)
                        writer.field("amount", DecimalText.text(one.amount, digits: 2))
                    }
                }
            }
            writer.field("inkuse", ink.use.rawValue)
        }
        writer.field("side", ink.side.rawValue)
        writer.field("workstepid", ink.job.workstep)
        writer.field("id", String(ink.index))
    }

    private func write(_ reading: EnergyReading, _ event: SyntheticEvent, to writer: inout PayloadWriter) {
        if let job = reading.job { writer.field("jobid", job.id) }
        writer.field("starttime", times.stamp(reading.since, skew: event.skew).text)
        writer.field("endtime", times.stamp(event.time, skew: event.skew).text)
        writer.field("energy", DecimalText.text(reading.used, digits: 3))
        writer.field("totalenergy", DecimalText.text(reading.total, digits: 3))
        writer.field("unit", "kWh")
    }

    private func wrapped(_ key: String, _ writer: inout PayloadWriter, _ body: (inout PayloadWriter) -> Void) {
        writer.key(key)
        writer.array { $0.object(body) }
    }

    /// What the platform's reference client sends.
    static func write(counter: Int, to writer: inout PayloadWriter) {
        writer.object { writer in
            writer.field("foo", "bar")
            writer.field("counter", counter)
        }
    }
}
