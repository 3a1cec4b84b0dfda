/// Why faults were not set.
struct FaultsRefusal: Error, Equatable, CustomStringConvertible {
    let description: String
}

extension Faults {
    static let longestDelayMilliseconds = 600_000

    var json: JSONValue {
        let lost: JSONValue =
            switch losePubacks {
            case .fraction(let fraction): .number(fraction == fraction.rounded() ? "\(Int(fraction))" : "\(fraction)")
            case .next(let count): ["next": .integer(count)]
            }
        return [
            "losePubacks": lost, "stopReading": .bool(stopReading), "delayMilliseconds": .integer(delayMilliseconds),
            "refuseConnects": .bool(refuseConnects), "throttle": .bool(throttle),
            "throttleRate": .tenths(throttleRate), "shadowService": .string(shadowService.rawValue),
            "provisioning": .string(provisioning.rawValue),
            "provisioningDelayMilliseconds": .integer(provisioningDelayMilliseconds),
        ]
    }

    /// These faults with the given ones changed. Nothing is changed if one of them cannot be.
    func changed(by json: JSONValue) throws(FaultsRefusal) -> Faults {
        guard case .object(let members) = json else { throw FaultsRefusal(description: "a JSON object expected") }
        var next = self
        for (key, value) in members.sorted(by: { $0.key < $1.key }) {
            switch key {
            case "losePubacks": next.losePubacks = try Self.lost(value)
            case "stopReading": next.stopReading = try Self.flag(key, value)
            case "delayMilliseconds": next.delayMilliseconds = try Self.milliseconds(key, value)
            case "refuseConnects": next.refuseConnects = try Self.flag(key, value)
            case "throttle": next.throttle = try Self.flag(key, value)
            case "throttleRate":
                guard let rate = value.double, rate >= 1, rate <= 1_000_000 else {
                    throw FaultsRefusal(description: "throttleRate: a number from 1 to 1000000 expected")
                }
                next.throttleRate = rate
            case "shadowService": next.shadowService = try Self.mode(key, value)
            case "provisioning": next.provisioning = try Self.mode(key, value)
            case "provisioningDelayMilliseconds":
                next.provisioningDelayMilliseconds = try Self.milliseconds(key, value)
            default: throw FaultsRefusal(description: "there is no fault \"\(key)\"")
            }
        }
        return next
    }

    private static func lost(_ value: JSONValue) throws(FaultsRefusal) -> LostPubacks {
        if let fraction = value.double, fraction >= 0, fraction <= 1 { return .fraction(fraction) }
        if let members = value.object, members.count == 1, let count = members["next"]?.integer, count >= 0 {
            return count == 0 ? .fraction(0) : .next(count)
        }
        throw FaultsRefusal(description: "losePubacks: a number from 0 to 1 or {\"next\": count} expected")
    }

    private static func flag(_ key: String, _ value: JSONValue) throws(FaultsRefusal) -> Bool {
        guard let flag = value.bool else { throw FaultsRefusal(description: "\(key): true or false expected") }
        return flag
    }

    private static func milliseconds(_ key: String, _ value: JSONValue) throws(FaultsRefusal) -> Int {
        guard let number = value.integer, number >= 0, number <= longestDelayMilliseconds else {
            throw FaultsRefusal(description: "\(key): a whole number from 0 to \(longestDelayMilliseconds) expected")
        }
        return number
    }

    private static func mode<Mode: RawRepresentable<String> & CaseIterable>(
        _ key: String, _ value: JSONValue
    ) throws(FaultsRefusal) -> Mode {
        guard let mode = value.string.flatMap(Mode.init(rawValue:)) else {
            let names = Mode.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
            throw FaultsRefusal(description: "\(key): one of \(names) expected")
        }
        return mode
    }
}
