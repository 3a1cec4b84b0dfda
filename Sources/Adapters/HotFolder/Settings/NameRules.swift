/// What a name says about a file, before anything is known of the file itself.
struct NameRules: Sendable {
    enum Kind: Equatable {
        case wanted
        /// A sender is still writing it, and will rename it.
        case temporary
        /// Begins with a dot, matches `ignore`, or none of `files`.
        case ignored
        /// Says that another file is complete.
        case marker
    }

    private let files: [NamePattern]
    private let ignore: [NamePattern]
    private let temporary: [NamePattern]
    private let marker: MarkerTemplate?
    private let takesGrowing: Bool

    /// `takesGrowing`: logs that are still written are wanted too.
    init(_ settings: HotFolderSettings, takesGrowing: Bool = false) {
        self.takesGrowing = takesGrowing
        files = settings.files.map(NamePattern.init)
        ignore = settings.ignore.map(NamePattern.init)
        temporary = settings.temporary.map(NamePattern.init)
        marker = settings.ready == .marker ? settings.marker : nil
    }

    /// Whether every name is wanted that nothing speaks against.
    var wantsAll: Bool { files.contains(where: \.matchesAll) }

    func kind(of name: FileName) -> Kind {
        if name.isHidden || ignore.contains(where: { $0.matches(name) }) { return .ignored }
        if isTemporary(name) { return .temporary }
        if let marker, marker.isMarker(name) { return .marker }
        return files.contains { $0.matches(name) } ? .wanted : .ignored
    }

    /// Whether a folder is to be looked into; one with a temporary name is still being filled.
    func enters(_ name: FileName) -> Bool {
        !name.isHidden && !isTemporary(name) && !ignore.contains { $0.matches(name) }
    }

    private func isTemporary(_ name: FileName) -> Bool {
        name.isTemporary && !(takesGrowing && name.isGrowingLog) || temporary.contains { $0.matches(name) }
    }
}
