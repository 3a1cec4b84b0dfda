import AdapterAPI

/// How far the generator is: what its checkpoint holds, as lines of a name and numbers.
struct SyntheticState: Equatable, Sendable {
    var seed: UInt64
    /// Real time of the simulation's beginning, in nanoseconds since 1970: what the events' times count from.
    var start: Int64
    /// Real time at which simulated time would have been 0 at the present speed.
    var pressAnchor: Int64
    var speed: Double
    /// Real time at which the first reference event would have been due at the present rate.
    var referenceAnchor: Int64
    var rate: Double
    /// Events sent.
    var emitted = 0
    /// Reference events sent.
    var references = 0
    /// Events made by each press, sent or not.
    var made: [Int]

    private static let version = "synthetic 1"

    /// The beginning.
    init(_ options: SyntheticOptions, now: Int64) {
        seed = options.seed
        start = now
        pressAnchor = now
        speed = options.speed
        referenceAnchor = now
        rate = options.rate
        made = Array(repeating: 0, count: options.presses)
    }

    var checkpoint: Checkpoint {
        let counts = made.map(String.init).joined(separator: " ")
        return Checkpoint(
            """
            \(Self.version)
            seed \(seed)
            start \(start)
            presses \(pressAnchor) \(speed)
            references \(referenceAnchor) \(rate) \(references)
            emitted \(emitted)
            made \(counts)
            """)
    }

    /// What a checkpoint holds, or nil when this is no checkpoint of the generator.
    init?(_ checkpoint: Checkpoint) {
        let lines = checkpoint.text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        guard lines.count == 7, lines[0].joined(separator: " ") == Self.version else { return nil }
        func numbers(_ line: Int, _ name: String) -> [String]? {
            lines[line].first == name ? Array(lines[line].dropFirst()) : nil
        }
        guard let seed = numbers(1, "seed")?.first.flatMap({ UInt64($0) }),
            let start = numbers(2, "start")?.first.flatMap({ Int64($0) }),
            let presses = numbers(3, "presses"), presses.count == 2, let pressAnchor = Int64(presses[0]),
            let speed = Double(presses[1]), speed > 0,
            let references = numbers(4, "references"), references.count == 3,
            let referenceAnchor = Int64(references[0]), let rate = Double(references[1]), rate > 0,
            let sent = Int(references[2]), let emitted = numbers(5, "emitted")?.first.flatMap({ Int($0) }),
            let counts = numbers(6, "made")
        else { return nil }
        let made = counts.compactMap { Int($0) }
        guard made.count == counts.count, made.allSatisfy({ $0 >= 0 }), sent >= 0, emitted >= 0,
            [start, pressAnchor, referenceAnchor].allSatisfy({ $0.magnitude < 1 << 62 })
        else { return nil }
        self.seed = seed
        self.start = start
        self.pressAnchor = pressAnchor
        self.speed = speed
        self.referenceAnchor = referenceAnchor
        self.rate = rate
        self.references = sent
        self.emitted = emitted
        self.made = made
    }

    /// When simulated time reaches a value in milliseconds.
    func due(simulated milliseconds: Int64) -> Int64 {
        pressAnchor + Int64(Double(milliseconds) * 1e6 / speed)
    }

    /// When the next reference event is due.
    var nextReference: Int64 { referenceAnchor + Int64(Double(references) * 1e9 / rate) }

    /// Goes on at another pace from here: `simulated` is the time reached, in milliseconds.
    mutating func adopt(_ options: SyntheticOptions, simulated: Int64, now: Int64) {
        if speed != options.speed {
            speed = options.speed
            pressAnchor = now - Int64(Double(simulated) * 1e6 / speed)
        }
        if rate != options.rate {
            rate = options.rate
            referenceAnchor = now - Int64(Double(references) * 1e9 / rate)
        }
    }
}
