import Glibc

extension BoundaryScanner {
    /// Whether a delimiter begins at an index that begins a line: `--`, a boundary, perhaps `--`, white space, and the
    /// line's end (RFC 2046 section 5.1.1).
    func match(at index: Int) -> Match {
        guard end - index >= 2 else {
            let mayBegin = index == end || window[index] == UInt8(ascii: "-")
            return mayBegin && !isAtEnd ? .undecided : .none
        }
        guard window[index] == UInt8(ascii: "-"), window[index + 1] == UInt8(ascii: "-") else { return .none }
        var isUndecided = false
        for level in boundaries.indices.reversed() {
            switch match(at: index, level: level) {
            case .found(let delimiter): return .found(delimiter)
            case .undecided: isUndecided = true
            case .none: break
            }
        }
        return isUndecided ? .undecided : .none
    }

    private func match(at index: Int, level: Int) -> Match {
        let undecided = isAtEnd ? Match.none : Match.undecided
        let isBoundary = boundaries[level].withUnsafeBytes { boundary in
            let there = min(end - index - 2, boundary.count)
            guard let wanted = boundary.baseAddress, let base = window.baseAddress else { return false }
            return memcmp(base + index + 2, wanted, there) == 0
        }
        guard isBoundary else { return .none }
        var next = index + 2 + boundaries[level].count
        guard next <= end else { return undecided }

        var isClose = false
        if next < end, window[next] == UInt8(ascii: "-") {
            guard next + 1 < end else { return undecided }
            guard window[next + 1] == UInt8(ascii: "-") else { return .none }
            isClose = true
            next += 2
        }
        let paddingEnd = next + Self.padding
        while next < end, window[next] == UInt8(ascii: " ") || window[next] == UInt8(ascii: "\t") {
            next += 1
            guard next <= paddingEnd else { return .none }
        }
        if next < end, window[next] == UInt8(ascii: "\r") { next += 1 }
        if next < end {
            guard window[next] == UInt8(ascii: "\n") else { return .none }
            next += 1
        } else if !isAtEnd {
            return .undecided
        }
        return .found(Delimiter(level: level, isClose: isClose, length: next - index))
    }
}
