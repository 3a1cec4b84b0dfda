/// Who sends: the header's attributes that are the same for all events of a host. What a header profile has no place for
/// is left out.
public struct Sender: Sendable, Equatable {
    public var id: String
    public var type: String
    public var connectionDeviceID: String
    public var name: String?
    public var softwareVersion: String?
    /// The site of all assets that have none of their own.
    public var siteID: String?
    public var siteName: String?

    public init(
        id: String, type: String, connectionDeviceID: String, name: String? = nil, softwareVersion: String? = nil,
        siteID: String? = nil, siteName: String? = nil
    ) {
        self.id = id
        self.type = type
        self.connectionDeviceID = connectionDeviceID
        self.name = name
        self.softwareVersion = softwareVersion
        self.siteID = siteID
        self.siteName = siteName
    }
}
