/// What the system told about the folder.
enum FolderEvent: Equatable {
    case movedIn(FileName)
    case closed(FileName)
    case vanished(FileName)
    /// Events were lost, or a folder within the folder came or went: only a scan helps.
    case missed
    /// The folder itself is no longer what it was.
    case folderLost
}
