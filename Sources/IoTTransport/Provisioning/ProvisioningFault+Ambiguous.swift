import Certificates

extension ProvisioningFault {
    /// Nobody knows whether the platform made a device.
    ///
    /// - Parameters:
    ///   - since: When the request was about to be sent; seconds since 1970.
    ///   - why: Goes on after "this host asked the platform for a certificate".
    static func ambiguous(_ since: Int64, _ why: String) -> ProvisioningFault {
        ProvisioningFault(
            .ambiguous,
            "On \(UTCText.text(since)) this host asked the platform for a certificate \(why). "
                + "The platform may have made a device then, or not; nothing was asked again",
            advice: "Look in the platform's list of devices for one from that minute, remove it there, and then run: "
                + "adapter-host provision --force. If somebody has its files: adapter-host provision import DIR")
    }
}
