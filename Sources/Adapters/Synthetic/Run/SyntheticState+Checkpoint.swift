import AdapterAPI

extension SyntheticState {
    private static let version = "synthetic 2"

    var checkpoint: Checkpoint {
        var text = """
            \(Self.version)
            plan \(fingerprint)
            start \(start)
            presses \(pressAnchor) \(speed)
            references \(referenceAnchor) \(rate) \(references)
            sent \(emitted) \(documents) \(records) \(refused)

            """
        text.reserveCapacity(text.utf8.count + positions.count * 48)
        for position in positions {
            let snapshot = position.snapshot
            for number in [
                position.ordinal, snapshot.job, Int(snapshot.time), snapshot.ordinal, snapshot.total, snapshot.hidden,
                Int(snapshot.energy),
            ] {
                text += String(number, radix: Self.radix)
                text += " "
            }
            text += "\n"
        }
        return Checkpoint(text)
    }

    private static let radix = 36

    /// What a checkpoint holds, or nil when this is no checkpoint of the generator.
    init?(_ checkpoint: Checkpoint) {
        let lines = checkpoint.text.split(separator: "\n")
        guard lines.count >= 6, lines[0] == Self.version else { return nil }
        func values(_ line: Int, _ name: String) -> [Substring] {
            let words = lines[line].split(separator: " ")
            return words.first.map(String.init) == name ? Array(words.dropFirst()) : []
        }
        let presses = values(3, "presses")
        let references = values(4, "references")
        let sent = values(5, "sent").compactMap { Int($0) }
        guard let fingerprint = values(1, "plan").first.flatMap({ UInt64($0) }),
            let start = values(2, "start").first.flatMap({ Int64($0) }),
            presses.count == 2, let pressAnchor = Int64(presses[0]), let speed = Double(presses[1]), speed >= 1,
            references.count == 3, let referenceAnchor = Int64(references[0]), let rate = Double(references[1]),
            rate > 0, let counted = Int(references[2]), counted >= 0, sent.count == 4, sent.allSatisfy({ $0 >= 0 }),
            [start, pressAnchor, referenceAnchor].allSatisfy({ $0.magnitude < 1 << 62 })
        else { return nil }
        self.fingerprint = fingerprint
        self.start = start
        self.pressAnchor = pressAnchor
        self.speed = speed
        self.referenceAnchor = referenceAnchor
        self.rate = rate
        self.references = counted
        emitted = sent[0]
        documents = sent[1]
        records = sent[2]
        refused = sent[3]
        for line in lines.dropFirst(6) {
            guard let position = Self.position(line) else { return nil }
            positions.append(position)
        }
    }

    /// Numbers that no simulation reaches are refused: the model could overflow with them.
    private static func position(_ line: Substring) -> PressPosition? {
        let numbers = line.split(separator: " ").compactMap { Int($0, radix: radix) }
        guard numbers.count == 7, numbers.allSatisfy({ $0 >= 0 && $0 < 1 << 60 }), numbers[2] < 1 << 42,
            numbers[0] >= numbers[3], numbers[0] - numbers[3] < mostReplayed
        else { return nil }
        return PressPosition(
            snapshot: PressSnapshot(
                job: numbers[1], time: Int64(numbers[2]), ordinal: numbers[3], total: numbers[4], hidden: numbers[5],
                energy: Int64(numbers[6])),
            ordinal: numbers[0])
    }

    /// Events that a press may have to go through again: more than a job ever has.
    static let mostReplayed = 1_000_000
}
