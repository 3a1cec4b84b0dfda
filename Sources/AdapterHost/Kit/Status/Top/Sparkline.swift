/// A curve of one line.
enum Sparkline {
    private static let bars = Array("▁▂▃▄▅▆▇█")

    /// One character for each value, oldest first; the highest is a full bar.
    static func text(_ values: some Collection<Double>) -> String {
        guard let peak = values.max(), peak > 0 else {
            return String(repeating: String(bars[0]), count: values.count)
        }
        return String(values.map { bars[min(bars.count - 1, Int($0 / peak * Double(bars.count - 1) + 0.5))] })
    }
}
