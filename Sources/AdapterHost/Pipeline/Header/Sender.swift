/// Who sends: the header's attributes that are the same for all events of a host.
public struct Sender: Sendable, Equatable {
    public var id: String
    public var type: String
    public var connectionDeviceID: String

    public init(id: String, type: String, connectionDeviceID: String) {
        self.id = id
        self.type = type
        self.connectionDeviceID = connectionDeviceID
    }
}
