import AdapterAPI
import Adapters
import Foundation
import Testing

/// Where an adapter of this repository lives, found by its kind.
struct AdapterFolder: CustomTestStringConvertible {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    let type: any SourceAdapter.Type
    /// Nil when no file in `Sources/Adapters` declares the kind.
    let path: String?

    static let all = Adapters.all.map { AdapterFolder($0) }

    var testDescription: String { type.kind }

    init(_ type: any SourceAdapter.Type) {
        self.type = type
        let adapters = Self.root + "/Sources/Adapters"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: adapters)) ?? []
        path = names.map { adapters + "/" + $0 }.first { folder in
            let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            return files.contains { file in
                file.hasSuffix("Adapter.swift")
                    && (Self.text(folder + "/" + file)?.contains("static let kind = \"\(type.kind)\"") ?? false)
            }
        }
    }

    /// The text of one of the folder's files; nil when it is not there.
    func text(_ name: String) -> String? { path.flatMap { Self.text($0 + "/" + name) } }

    static func text(_ path: String) -> String? {
        FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
    }
}
