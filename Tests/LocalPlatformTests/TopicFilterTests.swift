import Testing

@testable import LocalPlatform

@Suite struct TopicFilterTests {
    @Test(arguments: [
        ("a/b", "a/b"), ("a/+", "a/b"), ("a/+", "a/"), ("+/+", "/a"), ("/+", "/a"), ("#", "a/b/c"), ("a/#", "a"),
        ("a/#", "a/b/c"), ("+", "a"), ("a/+/c", "a/b/c"), ("$aws/#", "$aws/things/x"), ("$aws/+/x", "$aws/things/x"),
        ("#", "/"), ("a//b", "a//b"), ("a/+/b", "a//b"),
    ])
    func `Filters match`(filter: String, topic: String) throws {
        #expect(try #require(TopicFilter(filter)).matches(topic))
    }

    @Test(arguments: [
        ("a/b", "a"), ("a/b", "a/b/c"), ("a/+", "a"), ("a/+", "a/b/c"), ("+", "/a"), ("a", "A"), ("a/#", "ab"),
        ("#", "$aws/things/x"), ("+/things/x", "$aws/things/x"), ("+", "$SYS"),
    ])
    func `Filters do not match`(filter: String, topic: String) throws {
        #expect(try #require(TopicFilter(filter)).matches(topic) == false)
    }

    @Test(arguments: ["", "a#", "a/#/b", "a+", "a/b+/c", "##", "#/a", "+a"])
    func `Wildcards in a wrong place make no filter`(text: String) { #expect(TopicFilter(text) == nil) }
}
