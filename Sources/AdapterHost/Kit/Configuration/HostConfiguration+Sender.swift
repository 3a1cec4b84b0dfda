import AdapterAPI
import Pipeline

extension HostConfiguration {
    /// Reads `sender:` and `site:`, the part of every event's header that is the host's.
    ///
    /// - Parameter clientID: the default of `connectionDeviceId`.
    static func readSender(
        _ reader: inout ConfigurationReader, profile: HeaderProfile, clientID: String
    ) -> Sender {
        var sender =
            reader.section("sender", help: "who sends, in every event's header") {
                readSender(inSection: &$0, profile: profile, clientID: clientID)
            } ?? Sender(id: hostName, type: "prinect", connectionDeviceID: clientID)
        let site = reader.section("site", help: "the site of all machines that have none of their own, in header v3") {
            (
                $0.optionalString("id", help: "siteid, only in header v3"),
                $0.optionalString("name", help: "sitename, only in header v3")
            )
        }
        (sender.siteID, sender.siteName) = site ?? (nil, nil)
        return sender
    }

    private static func readSender(
        inSection reader: inout ConfigurationReader, profile: HeaderProfile, clientID: String
    ) -> Sender {
        let sender = Sender(
            id: reader.string("id", default: hostName, help: "senderId, only in header v1"),
            type: reader.string("type", default: "prinect", help: "senderType"),
            connectionDeviceID: reader.string(
                "connectionDeviceId", default: clientID, help: "connectionDeviceId, only in header v1"),
            name: reader.optionalString("name", help: "sendername, only in header v3"),
            softwareVersion: reader.optionalString("softwareVersion", help: "sendersoftwareversion, only in header v3"))
        if let fault = profile.fault(ofSenderType: sender.type) { reader.fault(at: "type", fault) }
        if profile.namesSender, sender.id.isEmpty { reader.fault(at: "id", "senderId is empty") }
        if profile.namesSender, reader.has("connectionDeviceId"), sender.connectionDeviceID.isEmpty {
            reader.fault(at: "connectionDeviceId", "connectionDeviceId is empty")
        }
        return sender
    }
}
