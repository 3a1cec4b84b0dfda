import AdapterAPI
import Glibc

/// A growing file that is held open, so that what it has can be read to its end also after it lost its name.
final class TailedFile {
    let key: FileKey
    let document: Document
    private let descriptor: Descriptor
    /// As it is called now; nil: it has no name in the folder any more.
    var name: FileName?
    /// Its state when it was looked at last.
    private(set) var stamp: FileStamp
    /// When its state was last seen to change.
    private(set) var changedAt: Duration
    /// Whether another file has taken its place and holds all that was read of it.
    var isReplaced = false
    /// The state in which it was last read to its end; nil: not yet.
    private(set) var readStamp: FileStamp?
    /// Whether it was read to its end for good.
    private(set) var isDone = false
    private(set) var reading: (any GrowingReading)?

    init(_ found: TailedFolder.Found, _ document: Document, _ descriptor: consuming Descriptor, now: Duration) {
        key = found.key
        name = found.name
        stamp = found.stamp
        changedAt = now
        self.document = document
        self.descriptor = descriptor
    }

    /// Looks at the file again: its state may have changed.
    func look(now: Duration) {
        var status = stat()
        guard fstat(descriptor.raw, &status) == 0, case let present = FileStamp(status), present != stamp else {
            return
        }
        stamp = present
        changedAt = now
        isDone = false
    }

    func use(_ reading: any GrowingReading) { self.reading = reading }

    /// It was read to the end that it had in this state.
    func read(in stamp: FileStamp, isFinal: Bool) {
        readStamp = stamp
        isDone = isFinal && stamp == self.stamp
    }

    /// Begins anew: what was read is no longer there.
    func restart() {
        reading = nil
        readStamp = nil
        isDone = false
    }
}
