import Certificates
import TestServers
import Testing

@testable import IoTTransport

/// Each fault of a store has a finding of its own, and a good store has none.
@Suite struct StoreInspectionTests {
    private let now: Int64 = 1_790_000_000
    private let authority: CertificateAuthority

    init() throws { authority = try CertificateAuthority(commonName: "Root", validity: .days(3650, from: now)) }

    private func findings(
        _ name: String = "press-1", commonName: String? = nil, days: Int = 365, at moment: Int64? = nil,
        _ change: (inout [StoreFile: [UInt8]]) throws -> Void = { _ in }
    ) throws -> [StoreFinding] {
        let identity = try TestIdentity(
            name, from: authority, commonName: commonName, validity: .days(days, from: now))
        var material = try identity.material()
        try change(&material.files)
        return StoreInspection(StoreContents(material, named: "store"), at: moment ?? now).findings
    }

    private func codes(
        _ name: String = "press-1", commonName: String? = nil, days: Int = 365, at moment: Int64? = nil,
        _ change: (inout [StoreFile: [UInt8]]) throws -> Void = { _ in }
    ) throws -> [String] {
        try findings(name, commonName: commonName, days: days, at: moment, change).map {
            "\($0.severity.rawValue) \($0.code)"
        }
    }

    @Test func `a good store has no findings`() throws { #expect(try codes().isEmpty) }

    @Test(arguments: StoreFile.allCases) func `a missing file is named`(file: StoreFile) throws {
        let found = try findings { $0[file] = nil }
        #expect(found.count == 1)
        #expect(found[0].message.contains("store/\(file.name)"))
        #expect(found[0].code == (file == .publicKey ? "missing-public-key" : "missing-file"))
        #expect(found[0].severity == (file == .publicKey ? .note : .error))
    }

    @Test func `an empty store says how to get an identity`() {
        let found = StoreInspection(StoreContents(StoreMaterial(files: [:]), named: "store"), at: now).findings
        #expect(found.map(\.code).first == "no-identity")
        #expect(found.first?.advice.contains("adapter-host provision") == true)
    }

    @Test func `a key of another certificate`() throws {
        let other = try PrivateKey(.p256)
        #expect(
            try codes { $0[.privateKey] = Array(try other.pem().utf8) } == [
                "error key-mismatch", "warning public-key-mismatch",
            ])
    }

    @Test func `what cannot be read`() throws {
        let text = Array("<html>not found</html>".utf8)
        #expect(try codes { $0[.certificate] = text } == ["error certificate-unreadable"])
        #expect(try codes { $0[.privateKey] = text } == ["error key-unreadable"])
        #expect(try codes { $0[.authority] = text } == ["error authority-unreadable"])
        #expect(try codes { $0[.properties] = text } == ["error properties-unreadable"])
        #expect(try codes { $0[.publicKey] = text } == ["warning public-key-mismatch"])
    }

    @Test func `an authority that is none, and one that has expired`() throws {
        let device = try TestIdentity("x", from: authority, validity: .days(1, from: now)).certificate
        #expect(try codes { $0[.authority] = Array(try device.pem().utf8) } == ["error authority-not-ca"])
        let old = try CertificateAuthority(commonName: "Old", validity: .days(1, from: now - 864_000)).certificate
        #expect(try codes { $0[.authority] = Array(try old.pem().utf8) } == ["error authority-expired"])
        // Beside one that holds, an expired one does no harm.
        #expect(try codes { $0[.authority, default: []] += Array(try old.pem().utf8) }.isEmpty)
    }

    @Test func `a binary certificate is understood, and mended by a repair`() throws {
        let found = try codes { files in
            files[.certificate] = try Certificate.all(in: files[.certificate] ?? [])[0].der
        }
        #expect(found == ["error certificate-not-pem"])
    }

    @Test func `dates`() throws {
        let day: Int64 = 86_400
        #expect(try codes(days: 40).isEmpty)
        #expect(try codes(days: 29) == ["warning expires-soon"])
        #expect(try codes(days: 1, at: now + day) == ["warning expires-soon"])
        #expect(try codes(days: 1, at: now + day + 1) == ["error expired"])
        #expect(try codes(at: now - 400) == ["error not-yet-valid"])
        #expect(try findings(at: now - 400)[0].advice.contains("clock"))
    }

    @Test func `client ids`() throws {
        #expect(try codes(commonName: "press-2") == ["warning client-id-differs"])
        #expect(try codes(commonName: "AWS IoT Certificate").isEmpty)
        #expect(try codes { $0[.clientID] = Array(" \r\n".utf8) } == ["error client-id-empty"])
        #expect(try codes { $0[.clientID] = Array("a\nb\n".utf8) } == ["error client-id-unusable"])
    }

    @Test(arguments: [
        #"{"mqtt_port":8883}"#, #"{"mqtt_endpoint":" "}"#, #"{"mqtt_endpoint":"a","mqtt_port":0}"#,
        #"{"mqtt_endpoint":"mqtts://a"}"#, #"{"mqtt_endpoint":"a","telemetry_topic":"a/#"}"#, "[]", "",
    ])
    func `properties that cannot be used`(json: String) throws {
        #expect(try codes { $0[.properties] = Array(json.utf8) } == ["error properties-unreadable"])
    }

    @Test func `properties in the ways that clients write them`() throws {
        let text = "\u{FEFF}{\"mqtt_endpoint\":\"a.example\",\"mqtt_port\":\"443\",\"org_id\":\"o\",\"extra\":[1]}"
        let properties = try StoreProperties(json: Array(text.utf8))
        #expect(properties.endpoint == "a.example" && properties.port == 443 && properties.organizationID == "o")
        #expect(try StoreProperties(json: properties.json()) == properties)
    }

    @Test func `errors come first`() throws {
        let found = try codes(commonName: "other", days: 3) { $0[.properties] = nil }
        #expect(found == ["error missing-file", "warning expires-soon", "warning client-id-differs"])
    }
}
