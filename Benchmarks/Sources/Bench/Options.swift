/// What is measured and how often: the command's arguments and a few environment variables.
struct Options {
    /// The binary that is measured.
    let host: String
    /// `BENCH_ROUNDS`: how often each pair is measured; medians are reported.
    let rounds: Int
    /// `BENCH_RECORDS`: records in the document that is converted.
    let records: Int
    /// `BENCH_ROWS`: rows in the table that is converted.
    let rows: Int
    /// `BENCH_MEMORY_GB`: size of the document that memory is measured with.
    let memoryGigabytes: Int

    /// `BENCH_ONLY=waiting`: only start, latency and idling, in a minute.
    let measuresWaitingOnly: Bool

    /// Events published in a round of the second comparison.
    var published: Int { min(records, 200_000) }

    init(arguments: [String], environment: (String) -> String?) throws {
        guard arguments.count == 2 else { throw BenchError("usage: bench PATH-OF-ADAPTER-HOST") }
        host = arguments[1]
        func number(_ name: String, default value: Int) throws -> Int {
            guard let text = environment(name) else { return value }
            guard let number = Int(text), number > 0 else { throw BenchError("\(name)=\(text): not a positive number") }
            return number
        }
        rounds = try number("BENCH_ROUNDS", default: 5)
        records = try number("BENCH_RECORDS", default: 340_000)
        rows = try number("BENCH_ROWS", default: 1_000_000)
        let only = environment("BENCH_ONLY")
        guard only == nil || only == "waiting" else {
            throw BenchError("BENCH_ONLY=\(only ?? ""): only waiting is known")
        }
        measuresWaitingOnly = only != nil
        memoryGigabytes = try number("BENCH_MEMORY_GB", default: 1)
    }
}
