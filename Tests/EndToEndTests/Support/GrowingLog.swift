import Foundation
import TestServers

/// A log that something writes and rotates, each row once.
final class GrowingLog {
    private let path: String
    private(set) var rows = 0
    /// How often what was done to it.
    private(set) var changes: [String: Int] = [:]
    private var rotations = 0

    /// Adds a press that follows the log to the plant.
    init(_ plant: Plant) throws {
        let folder = plant.folder.file("logs")
        path = folder + "/press.log"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try """
        id: press-log
        adapter: csv
        mode: tail
        folder: ../logs
        files: ["press.log*"]
        ignore: ["*.new"]
        delimiter: ";"
        eventType: log.row
        asset: { id: press-1, type: SheetfedPress }
        """.write(toFile: plant.folder.file("presses/log.yaml"), atomically: true, encoding: .utf8)
    }

    /// Does one thing to it; mostly, it grows.
    func change(_ random: inout Seeded) throws {
        switch Int.random(in: 0..<12, using: &random) {
        case 0: try rename()
        case 1: try copyAndTruncate()
        case 2: try replace(Int.random(in: 1...50, using: &random))
        case 3: try append(Int.random(in: 1...100, using: &random), pausesInside: true)
        default: try append(Int.random(in: 1...300, using: &random))
        }
    }

    private func text(_ count: Int) -> String {
        defer { rows += count }
        return (rows..<rows + count).map { "job-\($0);\"row \($0)\"\n" }.joined()
    }

    private var isEmpty: Bool {
        ((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int ?? 0) == 0
    }

    func append(_ count: Int, pausesInside: Bool = false) throws {
        changes["grown", default: 0] += 1
        if isEmpty { try write("JobID;Text\n", to: path) }
        let text = text(count)
        guard pausesInside else { return try write(text, to: path) }
        let half = text.index(text.startIndex, offsetBy: text.count / 2)
        try write(String(text[..<half]), to: path)
        Thread.sleep(forTimeInterval: 0.02)
        try write(String(text[half...]), to: path)
    }

    private func write(_ text: String, to path: String) throws {
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        defer { try? handle.close() }
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(text.utf8))
    }

    private func nextName() -> String {
        rotations += 1
        return "\(path).\(rotations)"
    }

    private func rename() throws {
        guard !isEmpty else { return }
        changes["renamed", default: 0] += 1
        try FileManager.default.moveItem(atPath: path, toPath: nextName())
    }

    private func copyAndTruncate() throws {
        guard !isEmpty else { return }
        changes["copied and truncated", default: 0] += 1
        try FileManager.default.copyItem(atPath: path, toPath: nextName())
        try cut()
    }

    /// Writes a copy with more rows and puts it into its place.
    private func replace(_ count: Int) throws {
        guard !isEmpty else { return }
        changes["replaced", default: 0] += 1
        let other = path + ".new"
        try? FileManager.default.removeItem(atPath: other)
        try FileManager.default.copyItem(atPath: path, toPath: other)
        try write(text(count), to: other)
        guard Foundation.rename(other, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    func truncate() throws {
        changes["truncated", default: 0] += 1
        try cut()
    }

    private func cut() throws {
        guard FileManager.default.fileExists(atPath: path) else { return }
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        try handle.truncate(atOffset: 0)
        try handle.close()
    }
}
