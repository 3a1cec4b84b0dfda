/// The names under which a file is removed whose content is safe elsewhere.
///
/// It gets this name first and is deleted then, so that a new file that a sender puts in its place between our last look
/// and the deletion can be told from it. A crash may leave such a file; what it is follows from the ledger.
enum Leftover {
    private static let mark = Array(".hot-folder-removing.".utf8)

    static func isLeftover(_ name: FileName) -> Bool { name.base.starts(with: mark) }

    /// The name to remove a file under; nil when the system would not take a name that long.
    static func name(for name: FileName) -> FileName? {
        guard name.base.count + mark.count <= 255 else { return nil }
        return FileName(Array(name.folderPrefix) + mark + name.base)
    }

    /// The name that it had before.
    static func original(of leftover: FileName) -> FileName {
        FileName(Array(leftover.folderPrefix) + Array(leftover.base.dropFirst(mark.count)))
    }
}
