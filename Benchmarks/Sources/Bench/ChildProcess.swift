import Glibc

/// A program that was started; `finish` waits for it.
struct ChildProcess {
    let pid: pid_t
    private let name: String
    private let begin: Double

    /// What a program that ended successfully took.
    struct Usage {
        let seconds: Double
        /// The largest resident set. The system counts ours at the time of the start too, so that must stay small.
        let peakBytes: Int
    }

    /// Starts a program found in `PATH`. Its standard error is appended to the file `errors`.
    init(_ arguments: [String], output: String = "/dev/null", errors: String) throws {
        try Interruption.check()
        name = arguments.joined(separator: " ")
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        posix_spawn_file_actions_addopen(&actions, 2, errors, O_WRONLY | O_CREAT | O_APPEND, 0o644)

        var argv = arguments.map { strdup($0) } + [nil]
        defer { for argument in argv { free(argument) } }
        var pid: pid_t = 0
        begin = Self.now()
        let code = posix_spawnp(&pid, arguments[0], &actions, nil, &argv, environ)
        guard code == 0 else { throw BenchError("\(arguments[0]): \(String(cString: strerror(code)))") }
        self.pid = pid
    }

    /// Runs a program to its end.
    static func run(_ arguments: [String], output: String = "/dev/null", errors: String) throws -> Usage {
        try ChildProcess(arguments, output: output, errors: errors).finish(errors: errors)
    }

    func finish(errors: String) throws -> Usage {
        Interruption.watch(pid)
        defer { Interruption.watch(0) }
        var status: Int32 = 0
        var usage = rusage()
        while wait4(pid, &status, 0, &usage) < 0 {
            guard errno == EINTR else { throw BenchError.system("wait for \(name)") }
        }
        let seconds = Self.now() - begin
        try Interruption.check()
        guard status == 0 else {
            let how = status & 0x7f == 0 ? "status \(status >> 8 & 0xff)" : "signal \(status & 0x7f)"
            throw BenchError("\(name): ended with \(how)\n\((try? readText(errors).suffix(2_000)) ?? "")")
        }
        return Usage(seconds: seconds, peakBytes: Int(usage.ru_maxrss) * 1024)
    }

    /// Seconds since some fixed moment.
    static func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
