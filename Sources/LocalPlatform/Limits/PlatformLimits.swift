/// What a connection may do. The numbers of ``aws`` are the defaults of AWS IoT Core; nil is no limit.
public struct PlatformLimits: Sendable, Equatable {
    /// Bytes of a message's payload; more drops the connection.
    public var maximumPayload: Int?
    /// Messages a second on a connection, both directions; the excess is discarded without a PUBACK.
    public var publishesPerSecond: Double?
    /// Bytes a second from a connection; beyond, reading waits.
    public var bytesPerSecond: Double?
    /// Messages of a connection without PUBACK, in each direction.
    public var inFlight: Int?
    /// Connects a second with one client id; the excess gets CONNACK 3.
    public var connectsPerSecond: Double?
    /// Seconds to which a keep-alive is brought; none asked for is the upper one.
    public var keepAlive: ClosedRange<Int>?
    /// Subscriptions of a connection; the excess gets 0x80.
    public var subscriptions: Int?
    /// Filters in one SUBSCRIBE; more drops the connection.
    public var filtersPerSubscribe: Int?
    /// Bytes of a client id; more gets CONNACK 2.
    public var maximumClientID: Int?

    /// The numbers of AWS IoT Core.
    public static let aws = PlatformLimits(
        maximumPayload: 131_072, publishesPerSecond: 100, bytesPerSecond: 524_288, inFlight: 100, connectsPerSecond: 1,
        keepAlive: 30...1200, subscriptions: 50, filtersPerSubscribe: 8, maximumClientID: 128)

    /// No limit but those that protect the process.
    public static let none = PlatformLimits()

    /// Bytes of a packet that are taken at all, whatever the limits.
    static let largestPacket = 16 * 1024 * 1024
    /// Subscriptions that are taken at all.
    static let mostSubscriptions = 10_000
    /// Messages in flight to a subscriber when no limit says less.
    static let widestWindow = 1000
    /// A packet's bytes beside its payload: fixed header, topic with its length, packet id.
    static let packetOverhead = 5 + 2 + 65_535 + 2

    /// The bytes of the largest packet that the decoder need take: one with too large a payload must still be
    /// recognised as such, but not be stored.
    var maximumPacketSize: Int { maximumPayload.map { $0 + Self.packetOverhead } ?? Self.largestPacket }

    /// How long a connection may be silent, in nanoseconds: one and a half times its keep-alive; nil for ever.
    func silence(keepAlive asked: UInt16) -> Int64? {
        var seconds = Int(asked)
        if let keepAlive {
            seconds =
                seconds == 0 ? keepAlive.upperBound : min(max(seconds, keepAlive.lowerBound), keepAlive.upperBound)
        }
        return seconds == 0 ? nil : Int64(seconds) * Moment.second * 3 / 2
    }
}
