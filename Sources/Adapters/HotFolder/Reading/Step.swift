/// Points at which a test can end the work as a crash would.
enum Step: CaseIterable {
    case beforeFlush, afterFlush, beforeMove, reasonWritten, afterMove, synced
}
