import PrintDocuments
import Testing

/// The rules by which an element becomes JSON, one case a rule: the record `<R>` of a whole-document source.
@Suite struct MappingRuleTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let rule: String
        let xml: String
        let json: String
        var testDescription: String { rule }
    }

    static let cases: [Case] = [
        Case(rule: "the root is an object under its key", xml: "<R/>", json: #"{"r":{}}"#),
        Case(
            rule: "children are arrays even when single", xml: "<R><A/><B x='1'/></R>",
            json: #"{"r":{"a":[{}],"b":[{"x":"1"}]}}"#),
        Case(
            rule: "children of one name keep their order", xml: "<R><A n='1'/><A n='2'/></R>",
            json: #"{"r":{"a":[{"n":"1"},{"n":"2"}]}}"#),
        Case(
            rule: "a name that returns joins its array", xml: "<R><A n='1'/><B/><A n='2'><B/></A></R>",
            json: #"{"r":{"a":[{"n":"1"},{"b":[{}],"n":"2"}],"b":[{}]}}"#),
        Case(
            rule: "attributes are strings as XML normalises them", xml: "<R a='670.0184345245361' b=' x\ty ' c='0'/>",
            json: #"{"r":{"a":"670.0184345245361","b":" x y ","c":"0"}}"#),
        Case(
            rule: "keys are lower-cased, letters beyond ASCII too", xml: "<R JobID='1'><ÄÖ/></R>",
            json: #"{"r":{"jobid":"1","äö":[{}]}}"#),
        Case(
            rule: "CIP4 and PrintTalk names get no prefix",
            xml:
                "<p:R xmlns:p='http://www.CIP4.org/JDFSchema_1_1' xmlns:t='http://www.printtalk.org/x'><t:A/><p:B/></p:R>",
            json: #"{"r":{"a":[{}],"b":[{}]}}"#),
        Case(
            rule: "Heidelberg's names begin with hdm_, whatever the prefix",
            xml: "<R xmlns:x='www.heidelberg.com/schema/HDM' x:A='1'><x:B/></R>",
            json: #"{"r":{"hdm_a":"1","hdm_b":[{}]}}"#),
        Case(
            rule: "other namespaces give the prefix as written, lower-cased",
            xml: "<R xmlns:NS='urn:v' NS:A='1' xml:lang='de'><NS:B/></R>",
            json: #"{"r":{"ns_a":"1","ns_b":[{}],"xml_lang":"de"}}"#),
        Case(
            rule: "a foreign default namespace gives no prefix", xml: "<R><A xmlns='urn:v'/></R>",
            json: #"{"r":{"a":[{}]}}"#),
        Case(
            rule: "xsi attributes, declarations, comments and instructions are dropped",
            xml: "<R xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' xsi:type='T' Type='a'><!-- c --><?p i?></R>",
            json: #"{"r":{"type":"a"}}"#),
        Case(
            rule: "text and CDATA are joined and trimmed", xml: "<R>  a <![CDATA[<b>]]>\n c\t</R>",
            json: #"{"r":{"text":"a <b>\n c"}}"#),
        Case(
            rule: "text around children is joined", xml: "<R>a<B>x</B>c</R>",
            json: #"{"r":{"b":[{"text":"x"}],"text":"ac"}}"#),
        Case(
            rule: "text gives way to an attribute or a child named text", xml: "<R text='1'>a</R>",
            json: #"{"r":{"text":"1","text_content":"a"}}"#),
        Case(
            rule: "text gives way to a child named text", xml: "<R>a<Text/></R>",
            json: #"{"r":{"text":[{}],"text_content":"a"}}"#),
        Case(
            rule: "a child keeps its key, the attribute gives way", xml: "<R Job='1'><Job/></R>",
            json: #"{"r":{"job":[{}],"job_attribute":"1"}}"#),
        Case(
            rule: "an attribute that gives way finds a free key", xml: "<R job='1' job_attribute='2'><job/></R>",
            json: #"{"r":{"job":[{}],"job_attribute":"2","job_attribute_attribute":"1"}}"#),
        Case(
            rule: "of two attributes that differ in case the first wins", xml: "<R ID='1' Id='2'/>",
            json: #"{"r":{"id":"1"}}"#),
        Case(
            rule: "entities and references come as characters", xml: "<R a='&lt;&amp;&quot;&#65;'>&gt;&#x42;</R>",
            json: #"{"r":{"a":"<&\"A","text":">B"}}"#),
        Case(
            rule: "personal data is dropped",
            xml:
                "<R Author='x' PersonalID='1' xmlns:h='urn:heidelberg' h:Auth='y' Auth='z'><Employee><A/></Employee><p:Person xmlns:p='urn:p'/></R>",
            json: #"{"r":{"auth":"z"}}"#),
        Case(
            rule: "strange namespace URIs are no fault", xml: "<R xmlns='a b'><A xmlns:q='rel/uri'/></R>",
            json: #"{"r":{"a":[{}]}}"#),
    ]

    @Test(arguments: cases)
    func `maps by rule`(example: Case) async throws {
        var options = PrintDocumentOptions()
        options.eventType = "test.record"
        let reading = try await Reading.of(example.xml, options: options)
        #expect(reading.fault == nil)
        #expect(reading.payloads == [example.json])
        #expect(reading.subtypes == ["R"])
    }

    @Test func `many members in disorder keep every value`() async throws {
        var options = PrintDocumentOptions()
        options.eventType = "test.record"
        let children = (0..<200).map { "<N\($0 % 50) v='\($0)'/>" }.joined()
        let reading = try await Reading.of("<R>\(children)</R>", options: options)
        let expected = (0..<50).map { name in
            let values = stride(from: name, to: 200, by: 50).map { #"{"v":"\#($0)"}"# }
            return (key: "n\(name)", json: #""n\#(name)":[\#(values.joined(separator: ","))]"#)
        }.sorted { $0.key < $1.key }.map(\.json).joined(separator: ",")
        #expect(reading.payloads == [#"{"r":{\#(expected)}}"#])
    }

    @Test func `personal data stays when the source allows it`() async throws {
        var options = PrintDocumentOptions()
        options.eventType = "test.record"
        options.keepsPersonalData = true
        let reading = try await Reading.of("<R Author='x'><Person/></R>", options: options)
        #expect(reading.payloads == [#"{"r":{"author":"x","person":[{}]}}"#])
    }

    @Test func `key collisions are counted`() async throws {
        var options = PrintDocumentOptions()
        options.eventType = "test.record"
        let reading = try await Reading.of("<R ID='1' Id='2' iD='3'/>", options: options)
        #expect(reading.counts["key_collision"] == 2)
    }
}
