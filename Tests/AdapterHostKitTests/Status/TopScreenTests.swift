import Testing

@testable import AdapterHostKit

@Suite struct TopScreenTests {
    private func lines(_ state: HostState, width: Int = 100, height: Int = 40) -> [String] {
        TopScreen(width: width, height: height, hasColour: false).lines(StatusReport(state, isAlive: true))
    }

    @Test func `the verdict comes first, then what to do, then a line for each press`() {
        let well = lines(.sample())
        #expect(well[0].hasPrefix("all is well  adapter-host 1.0, "))
        #expect(well.contains { $0.hasPrefix("cd102 ") && $0.contains(" 12 s ") })
        let ill = lines(Situation.noBroker.state)
        #expect(ill[0].hasPrefix("1 thing to mend"))
        #expect(ill.joined(separator: "\n").contains("No broker answers at mqtts://iot.example.com:8883"))
        #expect(ill.contains { $0.contains("not connected") })
    }

    @Test func `no line is wider than the window, and none is left out in silence`() {
        let state = HostState.sample { state in
            state.disconnect("TCP", String(repeating: "long ", count: 60))
            let press = state.presses[0]
            state.presses = (0..<200).map { number in
                var press = press
                press.id = "a-press-with-a-very-long-name-\(number)"
                press.lastFault = "/srv/feeds/\u{1B}[2Jfeed.xml:3:14: " + String(repeating: "x", count: 300)
                return press
            }
        }
        for width in [40, 80, 200] {
            let lines = lines(state, width: width, height: 30)
            #expect(lines.allSatisfy { $0.count <= width }, "\(width)")
            #expect(lines.count <= 40 && lines.last?.hasPrefix("… more presses") == true)
            #expect(!lines.joined().contains("\u{1B}"), "what a file says must not move the cursor")
        }
    }

    @Test func `a curve of one line`() {
        #expect(Sparkline.text([0, 1, 2, 4]) == "▁▃▅█")
        #expect(Sparkline.text([0.0, 0]) == "▁▁")
        #expect(Sparkline.text([Double]()).isEmpty)
    }
}
