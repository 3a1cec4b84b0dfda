import AdapterAPI
import Testing

@testable import Pipeline

@Suite struct AssetOrderTests {
    private static func count(_ order: inout AssetOrder) -> Int { order.takeCount() }

    private func time(_ seconds: Int64, _ nanoseconds: Int32 = 0) -> Timestamp {
        Timestamp(secondsSince1970: seconds, nanoseconds: nanoseconds)
    }

    @Test func `a record before the last one of its asset is counted, an equal or later one is not`() {
        var order = AssetOrder()
        let (a, b) = (order.slot(of: "a"), order.slot(of: "b"))
        let same = order.slot(of: "a")
        #expect(same == a && a != b)
        for (moment, slot) in [
            (time(10), a), (time(10), a), (time(5), b), (time(9, 999_999_999), a), (time(9, 999_999_999), a),
            (time(4), b), (time(11), a), (time(-1), b),
        ] { order.note(moment, of: slot) }
        #expect(Self.count(&order) == 3)
        #expect(Self.count(&order) == 0)
    }

    @Test func `its memory is bounded`() {
        var order = AssetOrder()
        for number in 0..<AssetOrder.limit { order.note(time(100), of: order.slot(of: "\(number)")) }
        order.note(time(99), of: order.slot(of: "7"))
        order.begin()
        order.note(time(98), of: order.slot(of: "7"))
        #expect(Self.count(&order) == 0, "begun anew, with the count of the batch")
        order.note(time(97), of: order.slot(of: "7"))
        order.begin()
        #expect(Self.count(&order) == 1)
    }
}
