import AdapterAPI

/// What stands under a name in the folder.
enum FolderEntry {
    case nothing
    case file(FileStamp)
    case folder(FolderIdentity)
    /// Something that cannot be read, and why.
    case unusable(FileFault)
}
