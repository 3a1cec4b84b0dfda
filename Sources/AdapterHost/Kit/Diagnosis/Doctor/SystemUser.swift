import Glibc

/// Users of this machine by name.
enum SystemUser {
    /// Who runs this process.
    static var current: String { name(of: geteuid()) }

    /// The user's name, or the number of one that has none.
    static func name(of user: UInt32) -> String {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 16_384) { buffer in
            guard let base = buffer.baseAddress, getpwuid_r(user, &entry, base, buffer.count, &found) == 0,
                found != nil, let name = entry.pw_name
            else { return "\(user)" }
            return String(cString: name)
        }
    }
}
