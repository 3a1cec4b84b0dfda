import Glibc

/// Changes a certificate store on disk, always from one whole state to another. Hold a ``StoreLock`` meanwhile.
///
/// New files are written into `.staging` and brought to the disk; renaming that folder to `.install` decides; then its
/// files are moved to their places. Killed before the decision, nothing has changed; killed after it, the next one who
/// opens the store finishes the moves, and ``StoreContents`` reads them as if they were done.
public struct StoreFolder: Sendable {
    static let folderMode: mode_t = 0o700
    static let fileMode: mode_t = 0o600
    static let staging = ".staging"
    static let installing = ".install"
    /// Holds an identity that is swapped in once the platform has accepted it.
    public static let next = "next"
    /// Holds the identity before the present one.
    public static let previous = "previous"

    public let path: String

    public init(_ path: String) { self.path = path }

    /// Makes the folder, mode 0700, if it is not there.
    public func makeIfMissing() throws { try DurableFile.makeFolder(path) }

    /// Makes the folder if it is not there, and finishes what a killed process had decided.
    public func recover() throws {
        try makeIfMissing()
        try finishInstallation()
        try remove(Self.staging)
    }

    /// Puts an identity in place whole. One that was there goes to ``previous``.
    public func install(_ material: StoreMaterial) throws {
        try recover()
        let current = StoreContents(folder: path)
        if current.hasIdentity, current.material != material { try keep(current) }
        try write(material)
        try DurableFile.move(place(Self.staging), to: place(Self.installing))
        try DurableFile.synchronize(path)
        try finishInstallation()
    }

    /// Puts an identity beside the present one, in ``next``.
    public func stage(_ material: StoreMaterial) throws {
        try recover()
        try write(material)
        try remove(Self.next)
        try DurableFile.move(place(Self.staging), to: place(Self.next))
        try DurableFile.synchronize(path)
    }

    /// The identity in ``next``; nil when there is none.
    public var staged: StoreContents? {
        let contents = StoreContents(folder: place(Self.next))
        return contents.hasIdentity ? contents : nil
    }

    /// Makes the identity in ``next`` the present one, and keeps the present one in ``previous``.
    public func promoteStaged() throws {
        try recover()
        guard staged != nil else { return }
        try keep(StoreContents(folder: path))
        try DurableFile.move(place(Self.next), to: place(Self.installing))
        try DurableFile.synchronize(path)
        try finishInstallation()
    }

    /// Takes from everybody but the owner every right on what ``StoreContents/loose`` names.
    public func tighten() throws {
        for loose in StoreContents(folder: path).loose where chmod(loose.path, loose.wanted) != 0 {
            throw SystemFault("chmod \(loose.path)", errno)
        }
    }

    private func place(_ name: String) -> String { "\(path)/\(name)" }

    private func write(_ material: StoreMaterial) throws(SystemFault) {
        try remove(Self.staging)
        try DurableFile.makeFolder(place(Self.staging))
        for (file, bytes) in material.files {
            try DurableFile.create("\(place(Self.staging))/\(file.name)", bytes)
        }
        try DurableFile.synchronize(place(Self.staging))
    }

    private func keep(_ current: StoreContents) throws(SystemFault) {
        guard current.hasIdentity else { return }
        try write(current.material)
        try remove(Self.previous)
        try DurableFile.move(place(Self.staging), to: place(Self.previous))
        try DurableFile.synchronize(path)
    }

    private func finishInstallation() throws(SystemFault) {
        let from = place(Self.installing)
        guard FileMode.of(from) != nil else { return }
        for name in FolderList.names(in: from) { try DurableFile.move("\(from)/\(name)", to: place(name)) }
        removeOtherNames()
        try DurableFile.synchronize(path)
        guard rmdir(from) == 0 else { throw SystemFault("remove \(from)", errno) }
        try DurableFile.synchronize(path)
    }

    /// Removes what older clients named otherwise, where the file now lies under its own name.
    private func removeOtherNames() {
        let names = FolderList.names(in: path)
        for file in StoreFile.allCases where names.contains(file.name) {
            let known = Set(file.names.map { $0.lowercased() })
            for name in names where name != file.name && known.contains(name.lowercased()) { unlink(place(name)) }
        }
    }

    /// Removes a folder of files; nothing when it is not there.
    private func remove(_ name: String) throws(SystemFault) {
        let folder = place(name)
        // On a disk that cannot be written to, removing nothing would fail too.
        guard FileMode.of(folder) != nil else { return }
        for name in FolderList.names(in: folder) { unlink("\(folder)/\(name)") }
        guard rmdir(folder) == 0 else { throw SystemFault("remove \(folder)", errno) }
    }
}
