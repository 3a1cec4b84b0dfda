import IoTTransport
import Logging

/// An identity that waits in the store beside the present one, and how it becomes the present one.
struct IdentitySwap {
    let storeFolder: String
    let logger: Logger

    /// What delivery tries first; nil when nothing waits there, or it cannot be used.
    func candidate(now: Int64 = SystemClock.seconds()) -> BrokerCandidate? {
        let folder = StoreFolder(storeFolder)
        guard let staged = folder.staged else { return nil }
        let place = "\(storeFolder)/\(StoreFolder.next)"
        if let error = StoreInspection(staged, at: now).errors.first {
            logger.warning("\(place): the new certificate is not tried: \(error)")
            return nil
        }
        guard let broker = try? CertificateStore(staged).broker else { return nil }
        logger.notice("\(place): tries the new certificate")
        return BrokerCandidate(broker: broker) { [logger, storeFolder] in
            do {
                try folder.promoteStaged()
                let present = try CertificateStore(folder: storeFolder).broker
                let previous = StoreFolder.previous
                logger.notice(
                    "\(storeFolder): the new certificate is accepted and in place; the old one is in \(previous)")
                return present
            } catch {
                logger.error("\(place): the new certificate is accepted but cannot be put in place: \(error)")
                return broker
            }
        } givenUp: { [logger] fault in
            logger.error(
                "\(place): the new certificate was not accepted (\(fault)); goes on with the old one, the new one is tried again at the next start"
            )
        }
    }
}
