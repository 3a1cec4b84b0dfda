import AdapterAPI

/// Writes the payloads.
enum SyntheticPayload {
    /// `signalstatus` as a status message of a press is mapped; `start` is the simulation's in nanoseconds since 1970.
    static func write(_ status: PressStatus, start: Int64, to writer: inout PayloadWriter) {
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
                    writer.field("productioncounter", job.good + job.waste)
                    writer.key("jobphase")
                    writer.array { writePhase(of: job, status, start, &$0) }
                }
            }
        }
    }

    private static func writePhase(
        of job: PressJob, _ status: PressStatus, _ start: Int64, _ writer: inout PayloadWriter
    ) {
        writer.object { writer in
            writer.field("amount", job.good)
            writer.field("jobid", job.id)
            writer.field("workstepid", job.workstep)
            writer.field("status", status.phase.jobStatus)
            writer.field("statusdetails", status.details)
            writer.field("starttime", Timestamp(simulated: status.phaseStart, start: start).text)
            writer.field("percentcompleted", String(job.percentCompleted))
            writer.field("waste", String(job.waste))
            writer.key("part")
            writer.array { writer in
                writer.object { writer in
                    writer.field("side", "Front")
                    writer.field("sheetname", job.sheetName)
                }
            }
        }
    }

    /// `inkconsumptionsummary` as a production data document of a press is mapped.
    static func write(_ ink: InkConsumption, device: String, to writer: inout PayloadWriter) {
        func wrapped(_ key: String, _ writer: inout PayloadWriter, _ body: (inout PayloadWriter) -> Void) {
            writer.key(key)
            writer.array { $0.object(body) }
        }
        writer.object { writer in
            writer.key("productiondataacquisition")
            writer.object { writer in
                wrapped("message", &writer) { writer in
                    wrapped("inkconsumptionsummary", &writer) { writer in
                        writer.field("jobid", ink.job.id)
                        wrapped("inkconsumptions", &writer) { writer in
                            writer.key("inkconsumption")
                            writer.array { writer in
                                for one in ink.inks { write(one, to: &writer) }
                            }
                            writer.field("inkuse", "GoodProduction")
                        }
                        writer.field("workstepid", ink.job.workstep)
                        writer.field("id", "0")
                    }
                    writer.field("deviceid", device)
                }
            }
        }
    }

    private static func write(_ ink: InkConsumption.Ink, to writer: inout PayloadWriter) {
        let cents = ink.amount % 100
        writer.object { writer in
            writer.field("colorname", ink.color)
            writer.field("amount", "\(ink.amount / 100).\(cents < 10 ? "0" : "")\(cents)")
        }
    }

    /// What the platform's reference client sends.
    static func write(counter: Int, to writer: inout PayloadWriter) {
        writer.object { writer in
            writer.field("foo", "bar")
            writer.field("counter", counter)
        }
    }
}

extension Timestamp {
    /// A simulated moment in milliseconds after a start in nanoseconds since 1970.
    init(simulated milliseconds: Int64, start: Int64) {
        self.init(nanosecondsSince1970: start + milliseconds * 1_000_000)
    }

    init(nanosecondsSince1970 nanoseconds: Int64) {
        self.init(
            secondsSince1970: nanoseconds / 1_000_000_000, nanoseconds: Int32(nanoseconds % 1_000_000_000))
    }
}
