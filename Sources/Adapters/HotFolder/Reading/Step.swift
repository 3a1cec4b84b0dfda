/// Points at which a test can end the work as a crash would.
enum Step: CaseIterable {
    case beforeFlush, afterFlush
    case beforeMove, markerRemoved, reasonWritten, afterMove, copied, copyNamed
    case targetsSynced, beforeRemoval, afterRemoval, synced
}
