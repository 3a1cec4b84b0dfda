/// A machine as the platform knows it. What a header profile has no place for is left out.
public struct Asset: Sendable, Equatable {
    public var id: String
    public var type: String?
    public var subtype: String?
    public var serial: String?
    public var name: String?
    public var manufacturer: String?
    public var softwareVersion: String?
    public var hardwareVersion: String?
    public var siteID: String?
    public var siteName: String?
    public var customer: String?

    public init(
        id: String, type: String? = nil, subtype: String? = nil, serial: String? = nil, name: String? = nil,
        manufacturer: String? = nil, softwareVersion: String? = nil, hardwareVersion: String? = nil,
        siteID: String? = nil, siteName: String? = nil, customer: String? = nil
    ) {
        self.id = id
        self.type = type
        self.subtype = subtype
        self.serial = serial
        self.name = name
        self.manufacturer = manufacturer
        self.softwareVersion = softwareVersion
        self.hardwareVersion = hardwareVersion
        self.siteID = siteID
        self.siteName = siteName
        self.customer = customer
    }

    /// All but the id.
    private static let attributes: [any WritableKeyPath<Asset, String?> & Sendable] = [
        \.type, \.subtype, \.serial, \.name, \.manufacturer, \.softwareVersion, \.hardwareVersion, \.siteID,
        \.siteName, \.customer,
    ]

    /// What stands for the document's name for the machine.
    public static let placeholder = "{key}"

    /// This asset with what it lacks taken from `other`. The id is never taken.
    func completed(by other: Asset?) -> Asset {
        guard let other else { return self }
        var asset = self
        for attribute in Self.attributes where asset[keyPath: attribute] == nil {
            asset[keyPath: attribute] = other[keyPath: attribute]
        }
        return asset
    }

    /// Whether a text of this asset has a `{key}`.
    var hasPlaceholder: Bool {
        id.contains(Self.placeholder)
            || Self.attributes.contains { self[keyPath: $0]?.contains(Self.placeholder) ?? false }
    }

    /// This asset with `{key}` in its texts replaced by what the document calls the machine. Where the document names
    /// none, an attribute that needs the name is absent.
    func filled(with key: String?) -> Asset {
        func fill(_ text: String) -> String? {
            guard text.contains(Self.placeholder) else { return text }
            return key.map {
                text.split(separator: Self.placeholder, omittingEmptySubsequences: false).joined(separator: $0)
            }
        }
        var asset = self
        asset.id = fill(id) ?? ""
        for attribute in Self.attributes {
            asset[keyPath: attribute] = asset[keyPath: attribute].flatMap(fill)
        }
        return asset
    }
}
