import Dispatch
import Foundation
import FuzzTargets
import Synchronization

/// What libFuzzer calls: its own main runs the show.
///
/// `FUZZ_TARGET` in the environment names the target; `scripts/fuzz` sets it.
private let target: FuzzTarget = {
    let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
    guard let target = FuzzTarget(rawValue: name) else {
        let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
        FileHandle.standardError.write(Data("fuzz: FUZZ_TARGET must be one of \(names)\n".utf8))
        exit(2)
    }
    return target
}()

@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    let result = Result()
    Task.detached {
        let findings = await target.findings(input)
        result.findings.withLock { $0 = findings }
        result.isDone.signal()
    }
    result.isDone.wait()
    let findings = result.findings.withLock { $0 }
    guard findings.isEmpty else {
        FileHandle.standardError.write(Data("fuzz: \(findings.joined(separator: "\nfuzz: "))\n".utf8))
        // A crash is how libFuzzer learns of it and keeps the input.
        abort()
    }
    return 0
}

/// What comes back from the task: libFuzzer waits for it.
private final class Result: Sendable {
    let findings = Mutex<[String]>([])
    let isDone = DispatchSemaphore(value: 0)
}
