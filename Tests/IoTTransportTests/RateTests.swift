import Testing

@testable import IoTTransport

@Suite struct RateTests {
    let second = MonotonicTime.second

    @Test func theBucketKeepsRateAndBurst() {
        var bucket = TokenBucket(rate: 88, burst: 8)
        var taken: [Nanoseconds] = []
        var now: Nanoseconds = 1_000
        let start = now
        while now < start + 10 * second {
            let wait = bucket.wait(for: 1, now: now)
            if wait == 0 {
                bucket.take(1)
                taken.append(now)
            } else {
                now += wait
            }
        }
        #expect(taken.prefix(8).allSatisfy { $0 == start })
        #expect((886...889).contains(taken.count))
        // No second anywhere sees more than the rate and one burst.
        for (index, moment) in taken.enumerated() {
            let within = taken[index...].prefix { $0 < moment + second }.count
            #expect(within <= 96)
        }
    }

    @Test func moreThanTheBurstIsADebt() {
        var bucket = TokenBucket(rate: 100, burst: 50)
        #expect(bucket.wait(for: 200, now: 0) == 0)
        bucket.take(200)
        #expect(bucket.wait(for: 1, now: 0) == 1_510_000_000)
        #expect(bucket.wait(for: 1, now: 1_510_000_000) == 0)
    }

    @Test func noRateIsNoLimit() {
        var bucket = TokenBucket(rate: nil, burst: 1)
        for _ in 0..<1_000 {
            #expect(bucket.wait(for: 1_000_000, now: 0) == 0)
            bucket.take(1_000_000)
        }
    }

    @Test func aClockThatStandsStillOrGoesBackDoesNoHarm() {
        var bucket = TokenBucket(rate: 10, burst: 1)
        #expect(bucket.wait(for: 1, now: second) == 0)
        bucket.take(1)
        #expect(bucket.wait(for: 1, now: 0) > 0)
    }

    @Test func backoffGrowsWithJitterUpToItsMaximum() {
        var backoff = ReconnectBackoff(minimum: second, maximum: 120 * second, refusal: 10 * second)
        let high = (0..<10).map { _ in backoff.connectFailed(refused: false, random: 1) / second }
        #expect(high == [1, 2, 4, 8, 16, 32, 64, 120, 120, 120])
        #expect(backoff.connectFailed(refused: false, random: 0) == second)
        #expect(backoff.connectFailed(refused: false, random: 0.5) == 60 * second)
    }

    @Test func onlyAStableSessionResetsIt() {
        var backoff = ReconnectBackoff(minimum: second, maximum: 120 * second, refusal: 10 * second)
        for _ in 0..<5 { _ = backoff.connectFailed(refused: false, random: 1) }
        #expect(backoff.sessionEnded(after: 29 * second, random: 1) == 32 * second)
        #expect(backoff.sessionEnded(after: 30 * second, random: 1) == second)
    }

    @Test func refusalsAndKicksAreSlowed() {
        var backoff = ReconnectBackoff(minimum: second, maximum: 120 * second, refusal: 10 * second)
        #expect(backoff.connectFailed(refused: true, random: 0) == 10 * second)
        #expect(backoff.sessionEnded(after: second, random: 0) == second)
        #expect(backoff.sessionEnded(after: second, random: 0) == 10 * second)
        #expect(backoff.sessionEnded(after: 40 * second, random: 0) == second)
    }

    @Test func aFaultyDiskIsTriedAfterOneToThirtySeconds() {
        var backoff = FaultBackoff()
        #expect((0..<7).map { _ in backoff.next() / second } == [1, 2, 4, 8, 16, 30, 30])
        let cleared = [backoff.clear(), backoff.clear()]
        #expect(cleared == [true, false])
        #expect(backoff.next() == second)
    }

    @Test func spansAreWrittenInTenths() {
        #expect(MonotonicTime.seconds(3_249_000_000) == "3.2 s")
        #expect(MonotonicTime.seconds(960_000_000) == "1.0 s")
        #expect(MonotonicTime.nanoseconds(.milliseconds(1_500)) == 1_500_000_000)
    }
}
