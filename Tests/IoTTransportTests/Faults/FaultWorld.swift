import CFaultVFS
import Synchronization

/// A file system for SQLite that loses power and fails when it is told to.
final class FaultWorld {
    private static let numbers = Mutex(0)

    /// What ``SpoolSettings/fileSystem`` takes.
    let name: String
    private let world: OpaquePointer

    /// Nil without memory.
    init?(seed: UInt64) {
        let number = Self.numbers.withLock { number in
            number += 1
            return number
        }
        name = "faulty-\(number)"
        guard let world = fault_world_create(name, seed) else { return nil }
        self.world = world
    }

    deinit { fault_world_destroy(world) }

    /// Of a million writes and syncs so many fail from now on.
    func fail(ofAMillion count: UInt32) { fault_world_fail(world, count) }

    /// The power goes after so many writes and syncs.
    func cut(after writes: UInt32) { fault_world_cut(world, writes) }

    var isDead: Bool { fault_world_is_dead(world) != 0 }

    /// The power is back; how many writes were lost or torn.
    func settle() -> Int { Int(fault_world_settle(world)) }

    var bytesRead: Int {
        var (reads, bytes, writes, syncs): (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        fault_world_counts(world, &reads, &bytes, &writes, &syncs)
        return Int(bytes)
    }
}
