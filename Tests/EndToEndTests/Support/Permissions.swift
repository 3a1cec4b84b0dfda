import Foundation
import Testing

extension FileManager {
    /// The permission bits of a file.
    func permissions(of path: String) throws -> Int {
        try #require(try attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }
}
