import ArgumentParser
import Glibc

/// The program's exit codes.
enum HostExit: Int32 {
    /// Something failed, or some records were refused.
    case failure = 1
    /// Bad configuration (`EX_CONFIG`). Wrong usage is 64 (`EX_USAGE`), which the argument parser gives by itself.
    case configuration = 78

    var code: ExitCode { ExitCode(rawValue) }

    func leave() -> Never { exit(rawValue) }
}
