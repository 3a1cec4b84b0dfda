/// A machine as the platform knows it.
public struct Asset: Sendable, Equatable {
    public var id: String
    public var type: String?
    public var serial: String?
    public var softwareVersion: String?
    public var hardwareVersion: String?
    public var customer: String?

    public init(
        id: String, type: String? = nil, serial: String? = nil, softwareVersion: String? = nil,
        hardwareVersion: String? = nil, customer: String? = nil
    ) {
        self.id = id
        self.type = type
        self.serial = serial
        self.softwareVersion = softwareVersion
        self.hardwareVersion = hardwareVersion
        self.customer = customer
    }

    /// This asset with what it lacks taken from `other`.
    func completed(by other: Asset?) -> Asset {
        var asset = self
        asset.type = type ?? other?.type
        asset.serial = serial ?? other?.serial
        asset.softwareVersion = softwareVersion ?? other?.softwareVersion
        asset.hardwareVersion = hardwareVersion ?? other?.hardwareVersion
        asset.customer = customer ?? other?.customer
        return asset
    }

    /// This asset with `{key}` in its texts replaced by what the document calls the machine.
    func filled(with key: String) -> Asset {
        func fill(_ text: String) -> String {
            text.contains("{key}")
                ? text.split(separator: "{key}", omittingEmptySubsequences: false).joined(separator: key) : text
        }
        return Asset(
            id: fill(id), type: type.map(fill), serial: serial.map(fill), softwareVersion: softwareVersion.map(fill),
            hardwareVersion: hardwareVersion.map(fill), customer: customer.map(fill))
    }
}
