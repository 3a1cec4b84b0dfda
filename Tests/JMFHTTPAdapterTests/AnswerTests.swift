import AdapterAPI
import PrintDocuments
import TestServers
import Testing

/// The documents that senders get.
@Suite struct AnswerTests {
    private let portal: Portal

    init() async throws {
        portal = try await Portal.start([("senderId", .text("hall \"1\" & 2"))])
    }

    private func answer(to body: String, type: String) async throws -> RawResponse {
        let response = try #require(try await portal.post(body, type: type))
        #expect(response.status == 200)
        let reading = PrintDocumentReader(options: PrintDocumentOptions()).convert(
            body: Array(response.body.utf8), name: "answer", contentType: nil, received: Timestamp(secondsSince1970: 0))
        #expect(reading.fault == nil, "well-formed: \(response.body)")
        return response
    }

    @Test func `JMF: one Response for each message, in the sender's namespace and version`() async throws {
        let messages = """
            <Signal ID="S1" Type="Status"/><Query ID="Q1" Type="KnownMessages"/><Query ID="Q2" Type="KnownDevices"/>\
            <Query ID="Q3" Type="SubmissionMethods"/><Query ID="Q4" Type="Status"/>\
            <Command ID="C1" Type="SubmitQueueEntry"/><Registration ID="R1" Type="Status"/>\
            <Acknowledge ID="A1" Type="Status" refID="x"/><Response ID="P1" Type="Status" refID="y"/>
            """
        let text = try await answer(to: Messages.jmf(messages), type: "application/vnd.cip4-jmf+xml").body
        #expect(text.contains("<JMF xmlns=\"\(Messages.jmfNamespace)\""))
        #expect(text.contains("SenderID=\"hall &quot;1&quot; &amp; 2\"") && text.contains("Version=\"1.4\""))
        #expect(text.contains("TimeStamp=\"20"))
        for (id, type, code) in [
            ("S1", "Status", 0), ("Q1", "KnownMessages", 0), ("Q2", "KnownDevices", 0), ("Q3", "SubmissionMethods", 0),
            ("Q4", "Status", 5), ("C1", "SubmitQueueEntry", 5), ("R1", "Status", 5), ("A1", "Status", 0),
            ("P1", "Status", 0),
        ] {
            #expect(text.contains("refID=\"\(id)\" Type=\"\(type)\" ReturnCode=\"\(code)\""), "\(id): \(text)")
        }
        #expect(text.contains("xsi:type=\"ResponseKnownMessages\"><MessageService JMFRole=\"Receiver\" Query=\"true\""))
        #expect(text.contains("Signal=\"true\" Type=\"Status\""))
        #expect(text.contains("xsi:type=\"ResponseKnownDevices\"><DeviceList/></Response>"))
        #expect(text.contains("xsi:type=\"ResponseSubmissionMethods\"><SubmissionMethods/></Response>"))
        let ids = text.split(separator: " ").filter { $0.hasPrefix("ID=") }
        #expect(ids.count == 9 && Set(ids).count == 9)
    }

    @Test func `XJMF: the same by element names, with Headers`() async throws {
        func message(_ name: String, _ id: String) -> String {
            "<\(name)><Header DeviceID=\"p\" ID=\"\(id)\"/></\(name)>"
        }
        let body = Messages.xjmf(
            message("SignalStatus", "S1") + message("QueryKnownMessages", "Q1") + message("QueryKnownDevices", "Q2")
                + message("CommandShutDown", "C1"))
        let response = try await answer(to: body, type: "application/vnd.cip4-xjmf+xml")
        let text = response.body
        #expect(response.fields["content-type"] == "application/vnd.cip4-xjmf+xml")
        #expect(text.contains("<XJMF xmlns=\"http://www.CIP4.org/JDFSchema_2_0\" Version=\"2.1\"><Header DeviceID="))
        #expect(text.contains("<ResponseStatus ReturnCode=\"0\"><Header "))
        #expect(text.contains("refID=\"S1\"/></ResponseStatus>"))
        #expect(text.contains("<ResponseKnownMessages ReturnCode=\"0\">"))
        #expect(text.contains("<MessageService Type=\"QueryKnownMessages\" URLSchemes=\"http\"/>"))
        #expect(text.contains("refID=\"Q2\"/></ResponseKnownDevices>"))
        #expect(text.contains("<ResponseShutDown ReturnCode=\"5\">"))
        #expect(text.contains("<Notification Class=\"Error\"><Comment>ShutDown is not implemented here</Comment>"))
    }

    @Test func `what is odd in a message is not repeated into broken XML`() async throws {
        let messages = """
            <Query ID="a&quot;&lt;b" Type="x y"/><Signal/><Command Type="HDM:NewJob" ID="c"/><Query ID="q&#10;" Type="1a"/>
            """
        let body = "<JMF>\(messages)</JMF>"
        let text = try await answer(to: body, type: "text/xml").body
        #expect(text.contains("refID=\"a&quot;&lt;b\" Type=\"Notification\" ReturnCode=\"5\""))
        #expect(text.contains("<JMF xmlns:xsi="), "no namespace, as the sender")
        #expect(text.contains("refID=\"c\" Type=\"Notification\" ReturnCode=\"5\""))
    }

    @Test func `a document without messages gets one without responses`() async throws {
        let text = try await answer(to: Messages.jmf(""), type: "text/xml").body
        #expect(text.contains("<JMF ") && !text.contains("<Response"))
    }
}
