import Testing

@testable import BerthHTTP

@Suite struct EntityTagTests {
    @Test(arguments: [
        ("\"a\"", true), ("W/\"a\"", true), ("\"b\", \"a\"", true), ("*", true), ("\"b\"", false), ("a", false),
        ("", false),
        ("\"A\"", false), ("\"x,\"a\"", false),
    ]) func ifNoneMatchComparesWeakly(text: String, matches: Bool) {
        #expect(EntityTag.matches(["If-None-Match": text], "\"a\"") == matches)
        #expect(EntityTag.matches(["If-None-Match": text], "W/\"a\"") == matches)
    }

    @Test func withoutTheFieldNothingMatches() { #expect(!EntityTag.matches([:], "\"a\"")) }

    @Test(arguments: [
        ("\"a\"", true), ("W/\"a\"", false), ("*", true), ("\"b\"", false), ("\"b\", \"a\"", true),
    ]) func ifMatchComparesStrongly(text: String, allows: Bool) {
        #expect(EntityTag.allowsChange(["If-Match": text], "\"a\"") == allows)
        #expect(EntityTag.allowsChange(["If-Match": text], "W/\"a\"") == (text == "*"))
        #expect(EntityTag.allowsChange([:], "\"a\""))
    }

    @Test func tagsOfBytes() {
        #expect(EntityTag.of([]) == "\"0-cbf29ce484222325\"")
        #expect(EntityTag.of(Array("hello".utf8)) == "\"5-a430d84680aabd0b\"")
        #expect(EntityTag.of([1]) != EntityTag.of([2]))
    }
}
