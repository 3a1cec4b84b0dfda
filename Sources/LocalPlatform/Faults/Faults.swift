/// What the platform does wrong on purpose.
struct Faults: Sendable, Equatable {
    enum LostPubacks: Sendable, Equatable {
        /// This part of them, 0 to 1, by chance.
        case fraction(Double)
        /// The next so many.
        case next(Int)
    }

    enum ShadowMode: String, Sendable, CaseIterable {
        case on
        /// No answers.
        case off
        /// Subscriptions to its topics get 0x80.
        case refuse
        /// Subscribing to its topics cuts the connection.
        case cut
    }

    enum ProvisioningMode: String, Sendable, CaseIterable {
        case on
        /// The asset is made, then the connection is cut.
        case loseAnswer
        /// 401
        case refuse
        /// 500
        case fail
        /// The answer takes `provisioningDelayMilliseconds`.
        case delay
    }

    var losePubacks = LostPubacks.fraction(0)
    var stopReading = false
    /// All that is sent to clients waits so long.
    var delayMilliseconds = 0
    var refuseConnects = false
    /// Discard messages beyond `throttleRate` a second on each connection, whatever the limits.
    var throttle = false
    var throttleRate = 10.0
    var shadowService = ShadowMode.on
    var provisioning = ProvisioningMode.on
    var provisioningDelayMilliseconds = 5000

    /// Nanoseconds
    var delay: Int64 { Int64(delayMilliseconds) * Moment.millisecond }

    /// Whether the next PUBACK is lost.
    mutating func losesPuback(_ random: inout some RandomNumberGenerator) -> Bool {
        switch losePubacks {
        case .fraction(let fraction):
            return fraction > 0 && Double.random(in: 0..<1, using: &random) < fraction
        case .next(let count):
            losePubacks = count > 1 ? .next(count - 1) : .fraction(0)
            return count > 0
        }
    }
}
