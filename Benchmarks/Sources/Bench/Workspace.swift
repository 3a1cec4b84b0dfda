import Glibc

/// A temporary folder beside this program, so on a disk: a spool in memory would prove nothing.
struct Workspace {
    let path: String
    /// Where the limit programs are.
    let programs: String

    init() throws {
        guard let program = realpath("/proc/self/exe", nil) else { throw BenchError.system("/proc/self/exe") }
        defer { free(program) }
        programs = String(cString: dirname(program))
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? programs
        var template = Array("\(base)/bench-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw BenchError.system("a folder in \(base)") }
        path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        let kind = file("file-system")
        _ = try ChildProcess.run(["stat", "--file-system", "--format=%T", path], output: kind, errors: log)
        if try readText(kind).hasPrefix("tmpfs") {
            note("bench: \(path) is in memory, not on a disk; the second figure will be too good")
        }
    }

    /// A folder within another workspace.
    init(inside outer: Workspace, _ path: String) {
        self.path = path
        programs = outer.programs
    }

    func file(_ name: String) -> String {
        "\(path)/\(name)"
    }

    /// Where the programs that are started write their messages.
    var log: String { file("log") }

    func folder(_ name: String) throws -> String {
        guard mkdir(file(name), 0o755) == 0 else { throw BenchError.system(file(name)) }
        return file(name)
    }

    func remove() {
        Interruption.forget()
        _ = try? ChildProcess.run(["rm", "-rf", path], errors: "/dev/null")
    }
}

func readText(_ path: String) throws -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw BenchError.system(path) }
    defer { close(descriptor) }
    var bytes = [UInt8]()
    var chunk = [UInt8](repeating: 0, count: 64 * 1024)
    while case let count = read(descriptor, &chunk, chunk.count), count > 0 {
        bytes += chunk[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
}

func writeText(_ text: String, _ path: String) throws {
    guard let file = fopen(path, "we") else { throw BenchError.system(path) }
    fputs(text, file)
    guard fclose(file) == 0 else { throw BenchError.system(path) }
}
