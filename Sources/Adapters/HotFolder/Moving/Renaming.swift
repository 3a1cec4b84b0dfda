import AdapterAPI
import Glibc

/// Renames that never overwrite.
enum Renaming {
    private typealias RenameAt2 =
        @convention(c) (
            Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32
        ) -> Int32

    /// The C library's renameat2, which Glibc's Swift module does not show, or nil where there is none.
    private static let renameAt2: RenameAt2? = dlsym(nil, "renameat2").map { unsafeBitCast($0, to: RenameAt2.self) }
    private static let noReplace: UInt32 = 1

    /// Renames `name` in `folder` to `other` in `target`, unless that exists.
    /// - Returns: 0, or the system's error number; `EEXIST` when the target exists.
    static func rename(_ name: FileName, in folder: Int32, to other: FileName, in target: Int32) -> Int32 {
        name.withCString { from in
            other.withCString { to in
                if let renameAt2 {
                    if renameAt2(folder, from, target, to, noReplace) == 0 { return 0 }
                    // Network file systems know no such flag; there the check below must do.
                    if errno != EINVAL && errno != ENOSYS { return errno }
                }
                // Only this host writes to the target folder, so the check holds long enough.
                var status = stat()
                if fstatat(target, to, &status, AT_SYMLINK_NOFOLLOW) == 0 { return EEXIST }
                return renameat(folder, from, target, to) == 0 ? 0 : errno
            }
        }
    }
}
