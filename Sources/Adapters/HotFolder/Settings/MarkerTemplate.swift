/// How the name of a marker follows from that of its file: `{name}.ok` or `{stem}.done`.
public struct MarkerTemplate: Sendable, Equatable, CustomStringConvertible {
    private let before: [UInt8]
    private let behind: [UInt8]
    /// Whether the file's extension is left out.
    private let usesStem: Bool

    /// `{name}.ok`
    public static let standard = MarkerTemplate(before: [], behind: Array(".ok".utf8), usesStem: false)

    private init(before: [UInt8], behind: [UInt8], usesStem: Bool) {
        self.before = before
        self.behind = behind
        self.usesStem = usesStem
    }

    /// A template; nil when it has not exactly one placeholder, nothing beside it, or a slash.
    public init?(_ text: String) {
        for (placeholder, usesStem) in [("{name}", false), ("{stem}", true)] {
            guard let range = text.firstRange(of: placeholder) else { continue }
            let before = text[..<range.lowerBound]
            let behind = text[range.upperBound...]
            guard !before.isEmpty || !behind.isEmpty, !(before + behind).contains(where: { "{}/".contains($0) }) else {
                return nil
            }
            self.init(before: Array(before.utf8), behind: Array(behind.utf8), usesStem: usesStem)
            return
        }
        return nil
    }

    public var description: String {
        String(decoding: before, as: UTF8.self) + (usesStem ? "{stem}" : "{name}")
            + String(decoding: behind, as: UTF8.self)
    }

    /// The marker of a file, in the same folder.
    func marker(for name: FileName) -> FileName {
        let base = name.base
        let kept = usesStem ? base[..<(base.lastIndex(of: UInt8(ascii: ".")) ?? base.endIndex)] : base
        return FileName(Array(name.folderPrefix) + before + kept + behind)
    }

    /// Whether a name is a marker's and not a file's.
    func isMarker(_ name: FileName) -> Bool {
        let base = name.base
        return base.count > before.count + behind.count && base.starts(with: before)
            && base.suffix(behind.count).elementsEqual(behind)
    }

    /// The file that a marker belongs to, or nil when only a look at the folder can tell.
    func file(of marker: FileName) -> FileName? {
        guard !usesStem, isMarker(marker) else { return nil }
        let base = marker.base
        let kept = base[(base.startIndex + before.count)..<(base.endIndex - behind.count)]
        return FileName(Array(marker.folderPrefix) + kept)
    }
}
