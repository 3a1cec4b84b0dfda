public import AdapterAPI
import ArgumentParser

/// The whole host as one call, for programs with adapters of their own:
///
///     @main struct Main {
///         static func main() async { await HostProgram.main(adapters: Adapters.all + [MyAdapter.self]) }
///     }
public enum HostProgram {
    /// Runs the command that the process was started with, and exits.
    ///
    /// - Parameter adapters: the kinds of source that press files may name. Two of one kind stop the program.
    public static func main(adapters: [any SourceAdapter.Type]) async {
        let kinds = AdapterKinds(types: adapters)
        let repeated = Dictionary(grouping: kinds.names) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
        guard repeated.isEmpty else {
            Terminal.complain("this host lists two adapters of the same kind: \(repeated.joined(separator: ", "))")
            HostExit.failure.leave()
        }
        await AdapterKinds.$current.withValue(kinds) { await HostCommand.main() }
    }
}
