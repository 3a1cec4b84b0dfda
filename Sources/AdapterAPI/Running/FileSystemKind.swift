import Glibc

/// What a folder lies on.
package struct FileSystemKind: Equatable, Sendable, CustomStringConvertible {
    /// As `mount` calls it, as far as the system tells; `unknown (0x…)` for one that is not in the table.
    package let name: String
    /// Whether all changes come from this machine, so that the system reports each of them. Of shares it reports only
    /// what this machine does itself.
    package let reportsAllChanges: Bool

    package var description: String { name }

    private static let local: [UInt: String] = [
        0xEF53: "ext4", 0x5846_5342: "xfs", 0x9123_683E: "btrfs", 0x0102_1994: "tmpfs", 0x2FC1_2FC1: "zfs",
        0xF2F5_2010: "f2fs", 0xCA45_1A4E: "bcachefs", 0x8584_58F6: "ramfs",
    ]
    /// Overlays are among them, because what is written to their layers is not reported.
    private static let other: [UInt: String] = [
        0x794C_7630: "overlay", 0x6969: "nfs", 0x517B: "smb", 0xFF53_4D42: "cifs", 0xFE53_4D42: "smb2",
        0x6573_5546: "fuse", 0x0102_1997: "9p", 0x00C3_6400: "ceph", 0x5346_414F: "afs", 0x4D44: "vfat",
        0x2011_BAB0: "exfat", 0x5346_544E: "ntfs", 0x7366_746E: "ntfs3", 0x9660: "iso9660",
    ]

    /// The kind that a number of `statfs(2)` stands for.
    package init(magic: UInt) {
        let local = Self.local[magic]
        name = local ?? Self.other[magic] ?? "unknown (0x\(String(magic, radix: 16)))"
        reportsAllChanges = local != nil
    }

    /// What an open folder lies on.
    package init(of descriptor: Int32) {
        // `struct statfs` begins with the type, a machine word; the rest is room enough on every machine.
        let magic = withUnsafeTemporaryAllocation(byteCount: 512, alignment: 16) { buffer -> UInt in
            guard let base = buffer.baseAddress, let call = Self.fileSystemStatus, call(descriptor, base) == 0 else {
                return 0
            }
            // Some machines sign-extend what is 32 bits wide.
            return base.load(as: UInt.self) & 0xFFFF_FFFF
        }
        self.init(magic: magic)
    }

    private typealias Call = @convention(c) (Int32, UnsafeMutableRawPointer) -> Int32

    /// The C library's fstatfs, which Glibc's Swift module does not show.
    private static let fileSystemStatus: Call? = dlsym(nil, "fstatfs").map { unsafeBitCast($0, to: Call.self) }
}
