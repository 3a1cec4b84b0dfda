import Glibc
import IoTTransport

/// The state folder: whether a host runs on it, who may use it, and how much room its disk has.
struct StateCheck {
    let host: HostConfiguration

    /// Below so many free bytes the database cannot work.
    static let leastFree: Int64 = 2 << 20
    /// Below, a person should look before it is too late.
    static let littleFree: Int64 = 256 << 20
    private static let subject = "state folder"

    /// - Parameter holder: the process that holds the lock; nil when no host runs.
    func run(holder: String?) -> [Finding] {
        let running =
            holder.map { Words.ok("host.running", "host", "Runs as process \($0).") }
            ?? Words.notRunning(state: host.state)
        guard access(host.state, F_OK) == 0 else { return [running, missing] }
        return [running] + [permissions, disk].compactMap(\.self)
    }

    private var missing: Finding {
        let parts = host.state.split(separator: "/", omittingEmptySubsequences: false)
        let parent = parts.dropLast().joined(separator: "/")
        if access(parent.isEmpty ? "/" : parent, W_OK) == 0 {
            return Words.ok("state.new", Self.subject, "\(host.state) is not there yet: the first start makes it.")
        }
        let fault = String(cString: strerror(errno))
        return Words.unreadable(Self.subject, path: parent, fault: fault, user: SystemUser.current)
    }

    private var permissions: Finding? {
        var status = stat()
        if stat(host.state, &status) == 0, status.st_uid != geteuid() {
            let owner = SystemUser.name(of: status.st_uid)
            return Words.warning(
                "state.otherUser", Self.subject,
                "\(host.state) belongs to the user \(owner), and \(SystemUser.current) asks: what the host may read and"
                    + " write cannot be told.",
                "Run this as the user that the host runs as: sudo -u \(owner) adapter-host doctor")
        }
        guard access(host.state, R_OK | W_OK | X_OK) != 0 else { return nil }
        let fault = String(cString: strerror(errno))
        return Words.unreadable(Self.subject, path: host.state, fault: fault, user: SystemUser.current)
    }

    private var disk: Finding? {
        var disk = statvfs()
        guard statvfs(host.state, &disk) == 0 else { return nil }
        let free = Int64(clamping: UInt64(disk.f_bavail) * UInt64(disk.f_frsize))
        // The host gives it up when the disk is full, and takes it back when there is room.
        let isReserveGone =
            access(host.spoolPath, F_OK) == 0 && access(SpoolSettings.reserve(of: host.spoolPath), F_OK) != 0
        if free < Self.leastFree || isReserveGone { return Words.diskFull(path: host.state, freeBytes: free) }
        if free < Self.littleFree { return Words.diskLow(path: host.state, freeBytes: free) }
        return Words.ok("disk.ok", Words.spool, "\(QuantityText.bytes(free)) are free on the disk of \(host.state).")
    }
}
