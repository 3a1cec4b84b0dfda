/// Where places of a part's content lie in the package's file.
struct PartPlaces {
    /// A line of the file begins at this place of the content.
    private struct Mark {
        var line: Int
        var column: Int
        var fileLine: Int
    }

    /// The file's line in which the content begins.
    private let firstLine: Int
    /// Whether the content stands in the file as it is.
    private let isVerbatim: Bool
    private var marks: [Mark] = []
    private var notedLines = 0
    /// Of so many of the file's lines one is kept.
    private var stride = 1
    private static let limit = 4096

    init(firstLine: Int, isVerbatim: Bool) {
        self.firstLine = firstLine
        self.isVerbatim = isVerbatim
    }

    /// Notes that a line of the file begins where the content's `line` and `column` are, both from 1. When there are many,
    /// every second is forgotten: places far into a long part are near, not exact.
    mutating func note(fileLine: Int, line: Int, column: Int) {
        notedLines += 1
        guard notedLines % stride == 0 else { return }
        marks.append(Mark(line: line, column: column, fileLine: fileLine))
        guard marks.count > Self.limit else { return }
        marks = marks.indices.filter { $0 % 2 == 1 }.map { marks[$0] }
        stride *= 2
    }

    /// The place in the file of a place in the content, both from 1; the column is 0 where the content is encoded.
    func inFile(line: Int, column: Int) -> (line: Int, column: Int) {
        guard line > 0 else { return (firstLine, 0) }
        if isVerbatim { return (firstLine + line - 1, column) }
        // The last mark at or before the place.
        var low = 0
        var high = marks.count
        while low < high {
            let middle = (low + high) / 2
            if (marks[middle].line, marks[middle].column) <= (line, max(column, 1)) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return (low == 0 ? firstLine : marks[low - 1].fileLine, 0)
    }
}
