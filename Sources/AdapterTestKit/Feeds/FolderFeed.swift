import Foundation

/// Inputs lie in a folder when the source starts, and leave it for `done/` or `error/` once they are taken, as with the
/// hot folder. With `ready: rename` in the press file nothing waits for them to rest.
///
/// A refused file's line in `expected.error` is the first of its `.reason.txt`; a file that nobody takes has the line
/// `NAME: left in the folder`.
public struct FolderFeed: InputFeed {
    private let option: String
    private let filesLeave: Bool

    /// - Parameters:
    ///   - option: the option that names the folder.
    ///   - filesLeave: whether taken files leave the folder; false for sources that follow files where they lie.
    public init(option: String = "folder", filesLeave: Bool = true) {
        self.option = option
        self.filesLeave = filesLeave
    }

    public func open(_ place: FeedPlace) throws -> any FeedSession {
        // The place goes with the session.
        Session(place: place, folder: try place.folderOfInputs("in"), option: option, filesLeave: filesLeave)
    }

    static func leftLine(_ name: String) -> String { "\(name): left in the folder" }

    private struct Session: FeedSession {
        let place: FeedPlace
        let folder: String
        let option: String
        let filesLeave: Bool

        var options: [String: String] { [option: folder] }

        func verdicts() throws -> [String] {
            guard filesLeave else { return [] }
            return place.inputs.compactMap { input in
                if FileManager.default.fileExists(atPath: folder + "/" + input) { return leftLine(input) }
                guard let data = FileManager.default.contents(atPath: folder + "/error/" + input + ".reason.txt") else {
                    return nil
                }
                return Lines.split(Array(data)).first ?? "\(input): refused without a reason"
            }
        }
    }
}
