import AdapterAPI
import Testing

@Suite struct GlobTests {
    @Test(arguments: [
        ("*", "", true), ("*", "abc", true), ("a*c", "abbc", true), ("a*c", "abb", false), ("?", "ü", true),
        ("a?c", "ac", false), ("*a*b", "xaxxab", true), ("**", "x", true), ("", "", true), ("", "x", false),
        ("a*b*c*d*e*f*g*h*z", String(repeating: "abcdefgh", count: 200), false), ("A", "a", false),
    ])
    func `patterns match`(pattern: String, text: String, matches: Bool) {
        #expect(Glob(pattern).matches(text) == matches)
    }

    @Test func `case counts only where it is asked for`() {
        #expect(Glob("*.XML", ignoringCase: true).matches("Feed.xml"))
        #expect(!Glob("*.XML").matches("Feed.xml"))
    }
}
