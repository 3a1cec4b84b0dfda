import Foundation
import TestServers

@testable import LocalPlatform

/// A headless chromium, driven by the WebDriver protocol (W3C): JSON over HTTP.
final class Browser {
    /// Keys as WebDriver names them (section 17.4.2).
    enum Key: String {
        case enter = "\u{E007}"
        case escape = "\u{E00C}"
        case tab = "\u{E004}"
        case left = "\u{E012}"
        case right = "\u{E014}"
        case up = "\u{E013}"
        case down = "\u{E015}"
    }

    private let driver: Driver
    private let path: String
    /// No answer takes so long but that of a machine which hangs.
    private static let limit: Duration = .seconds(60)

    private init(_ driver: Driver, session: String) {
        self.driver = driver
        path = "/session/\(session)"
    }

    /// Starts one, runs the test, stops it.
    static func with(_ test: (Browser) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        let driver = try await Driver(folder: folder)
        do {
            let session = try await request(driver.port, "POST", "/session", capabilities(driver.profile))["sessionId"]?
                .string
            let browser = Browser(driver, session: session ?? "")
            do {
                try await test(browser)
            } catch {
                try? await browser.close()
                throw error
            }
            try await browser.close()
        } catch {
            driver.stop()
            throw error
        }
        driver.stop()
    }

    private static func capabilities(_ profile: String) -> JSONValue {
        let arguments = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--window-size=1280,900",
            // Whatever the page asks for, nothing leaves the machine.
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1", "--user-data-dir=\(profile)",
        ]
        let options: JSONValue = [
            "binary": .string(Driver.browser ?? ""), "args": .array(arguments.map(JSONValue.string)),
        ]
        let logs: JSONValue = ["browser": "ALL", "performance": "ALL"]
        return ["capabilities": ["alwaysMatch": ["goog:chromeOptions": options, "goog:loggingPrefs": logs]]]
    }

    private func close() async throws { try await ask("DELETE", "") }

    // MARK: What a person does

    func open(_ address: String) async throws { try await ask("POST", "/url", ["url": .string(address)]) }

    func click(_ selector: String) async throws {
        try await ask("POST", "/element/\(try await element(selector))/click", [:])
    }

    /// Types into an element.
    func type(_ text: String, into selector: String) async throws {
        try await ask("POST", "/element/\(try await element(selector))/value", ["text": .string(text)])
    }

    /// Types into whatever has the focus.
    func press(_ keys: String) async throws {
        let steps = keys.flatMap { key -> [JSONValue] in
            ["keyDown", "keyUp"].map { ["type": .string($0), "value": .string(String(key))] }
        }
        try await ask(
            "POST", "/actions", ["actions": [["type": "key", "id": "keyboard", "actions": .array(steps)]]])
    }

    func press(_ key: Key) async throws { try await press(key.rawValue) }

    /// A screen of that size, as a phone's when it is mobile.
    func setScreen(width: Int, height: Int, isMobile: Bool = false) async throws {
        try await develop(
            "Emulation.setDeviceMetricsOverride",
            [
                "width": .integer(width), "height": .integer(height), "deviceScaleFactor": 1,
                "mobile": .bool(isMobile),
            ])
    }

    func setDark(_ isDark: Bool) async throws {
        let feature: JSONValue = ["name": "prefers-color-scheme", "value": isDark ? "dark" : "light"]
        try await develop("Emulation.setEmulatedMedia", ["features": [feature]])
    }

    // MARK: What a person sees

    /// The value of a JavaScript expression.
    @discardableResult
    func value(_ expression: String) async throws -> JSONValue {
        try await ask("POST", "/execute/sync", ["script": .string("return \(expression)"), "args": []])
    }

    /// Waits until an expression is true.
    func sees(_ expression: String) async throws -> Bool {
        let end = ContinuousClock.now + Self.limit
        while ContinuousClock.now < end {
            if try await value(expression).bool == true { return true }
            try await Task.sleep(for: .milliseconds(20))
        }
        return false
    }

    func screenshot() async throws -> Data {
        Data(base64Encoded: try await ask("GET", "/screenshot").string ?? "") ?? Data()
    }

    /// Errors on the console since the last call.
    func consoleErrors() async throws -> [String] {
        try await log("browser").filter { $0["level"] == "SEVERE" }.compactMap { $0["message"]?.string }
    }

    /// The addresses that pages asked for since the last call.
    func requests() async throws -> [String] {
        try await log("performance").compactMap { entry in
            let text = entry["message"]?.string ?? ""
            let message = try JSONParser.parse(Array(text.utf8))["message"]
            guard message?["method"] == "Network.requestWillBeSent" else { return nil }
            return message?["params"]?["request"]?["url"]?.string
        }
    }

    // MARK: Protocol

    private func log(_ kind: String) async throws -> [JSONValue] {
        try await ask("POST", "/se/log", ["type": .string(kind)]).array ?? []
    }

    private func develop(_ command: String, _ parameters: JSONValue) async throws {
        try await ask("POST", "/goog/cdp/execute", ["cmd": .string(command), "params": parameters])
    }

    private func element(_ selector: String) async throws -> String {
        let found = try await ask("POST", "/element", ["using": "css selector", "value": .string(selector)])
        guard let id = found.object?.values.first?.string else {
            throw Driver.Fault(description: "\(selector): no element")
        }
        return id
    }

    @discardableResult
    private func ask(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> JSONValue {
        try await Self.request(driver.port, method, self.path + path, body)
    }

    /// On a connection of its own, and not by URLSession, which does not take the driver's headers.
    private static func request(
        _ port: Int, _ method: String, _ path: String, _ body: JSONValue? = nil
    ) async throws -> JSONValue {
        let connection = try RawConnection(port: port)
        let text = body?.text ?? ""
        let head = [
            "\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Content-Type: application/json",
            "Content-Length: \(text.utf8.count)", "Connection: close",
        ]
        try await connection.send((head + ["", text]).joined(separator: "\r\n"))
        var answer: (status: Int, body: [UInt8])?
        _ = try await eventually(limit) {
            connection.read()
            answer = Self.answer(in: connection.bytes)
            return answer != nil || connection.hasEnded
        }
        guard let answer else { throw Driver.Fault(description: "\(method) \(path): no answer") }
        let value = try JSONParser.parse(answer.body)["value"] ?? .null
        guard answer.status == 200 else {
            let message = value["message"]?.string ?? "an answer without a message"
            throw Driver.Fault(description: "\(method) \(path): \(message.prefix(400))")
        }
        return value
    }

    /// Status and body once they are there as a whole.
    private static func answer(in bytes: [UInt8]) -> (status: Int, body: [UInt8])? {
        guard let end = Data(bytes).range(of: Data("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let status = lines[0].split(separator: " ").dropFirst().first.flatMap { Int($0) }
        let length = lines.first { $0.lowercased().hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) }
        guard let status, let length, bytes.count - end.upperBound >= length else { return nil }
        return (status, Array(bytes[end.upperBound...].prefix(length)))
    }
}
