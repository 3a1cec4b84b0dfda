/// Sheets that are printed without a stop.
struct SheetRun: Sendable {
    var ramp: SpeedRamp
    /// At most.
    var sheets: Int
    /// Of them good ones, at most.
    var good: Int
    /// Of 1,000 sheets.
    var wastePermille = 1_000

    /// What has come, so many milliseconds after the beginning. Neither number ever goes back.
    func made(after time: Int64) -> (good: Int, waste: Int) {
        let made = min(sheets, ramp.sheets(after: time))
        let good = min(good, made - made * wastePermille / 1_000)
        return (good, made - good)
    }
}
