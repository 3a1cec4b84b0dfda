import AdapterAPI

/// One look at the whole folder.
struct FolderScan {
    /// Files that may be taken once they are complete.
    var files: [Readiness.File] = []
    /// Names under which something is still being written.
    var temporary: [FileName] = []
    var markers: Set<FileName> = []
    /// Files that a crash left under the name from which they are removed.
    var leftovers: [FileName] = []
    /// Folders that were looked into, but for the folder itself.
    var folders: [FileName] = []
    /// What cannot be read, and why.
    var faults: [(name: FileName, text: String)] = []
    var ignoredCount = 0
    /// Whether something was not looked at: a folder that could not be listed, or beyond a limit.
    var isPartial = false

    /// Folders within the folder at most, and one inside another.
    static let folderLimit = 4_096
    static let depthLimit = 32

    private let folder: OpenFolder
    private let rules: NameRules
    private let subfolders: Bool

    /// Looks at the folder, and at those within it if `subfolders` says so.
    /// - Throws: ``FileFault`` when the folder itself cannot be listed.
    init(_ folder: OpenFolder, _ rules: NameRules, subfolders: Bool) throws(FileFault) {
        self.folder = folder
        self.rules = rules
        self.subfolders = subfolders
        for name in try folder.names() { note(name) }
        var next = 0
        while next < folders.count {
            let inner = folders[next]
            next += 1
            do {
                for name in try folder.names(in: inner) { note(name) }
            } catch {
                isPartial = true
                faults.append((inner, "\(error); it is tried again"))
            }
        }
    }

    private mutating func note(_ name: FileName) {
        if Leftover.isLeftover(name) { return leftovers.append(name) }
        let kind = rules.kind(of: name)
        // Only a look tells folders from files.
        if kind == .ignored, !subfolders {
            ignoredCount += 1
            return
        }
        guard kind != .wanted || files.count < Readiness.nameLimit else {
            isPartial = true
            return
        }
        switch folder.look(at: name) {
        case .nothing: return
        case .folder(let identity): noteFolder(name, identity)
        case .unusable(let fault):
            if kind == .ignored { ignoredCount += 1 } else { faults.append((name, "\(fault); it is tried again")) }
        case .file(let stamp):
            switch kind {
            case .wanted: files.append(Readiness.File(name: name, stamp: stamp))
            case .temporary: if temporary.count < Readiness.nameLimit { temporary.append(name) }
            case .marker: markers.insert(name)
            case .ignored: ignoredCount += 1
            }
        }
    }

    private mutating func noteFolder(_ name: FileName, _ identity: FolderIdentity) {
        if folder.isTarget(identity) { return }
        guard subfolders else {
            // Any folder matches `*`; one that matches more was probably meant to be a file.
            if !rules.wantsAll, rules.kind(of: name) == .wanted {
                faults.append(
                    (name, "\(folder.path(of: name)): cannot read: it is a folder; subfolders: true looks into it"))
            }
            return
        }
        guard rules.enters(name) else { return }
        if folders.count < Self.folderLimit, name.folders.count < Self.depthLimit {
            folders.append(name)
        } else {
            isPartial = true
            let text = "not looked into: beyond \(Self.folderLimit) folders, or \(Self.depthLimit) inside one another"
            faults.append((name, "\(folder.path(of: name)): \(text)"))
        }
    }
}
