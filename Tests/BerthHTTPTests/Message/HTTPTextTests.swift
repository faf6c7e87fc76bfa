import Testing

@testable import BerthHTTP

@Suite struct HTTPTextTests {
    @Test(arguments: [
        ("", []), (",", []), ("a", ["a"]), (" a , b\t,", ["a", "b"]), ("\"a,b\",c", ["\"a,b\"", "c"]),
        ("\"a\\\",b\",c", ["\"a\\\",b\"", "c"]), ("\"open,a", ["\"open,a"]), ("a\\,b", ["a\\", "b"]),
    ]) func splits(text: String, members: [String]) {
        #expect(HTTPText.split(text, at: UInt8(ascii: ",")) == members)
    }

    @Test(arguments: [("", ""), (" \t ", ""), (" a b ", "a b"), ("\u{a0}a", "\u{a0}a"), ("a\n", "a\n")])
    func trims(text: String, trimmed: String) { #expect(HTTPText.trim(text) == trimmed) }

    @Test(arguments: [
        ("a", true), ("!#$%&'*+-.^_`|~09azAZ", true), ("", false), ("a b", false), ("a:", false), ("a\0", false),
        ("é", false),
        ("a\r", false), ("(", false), ("\"", false), ("a/b", false), ("\u{7f}", false),
    ]) func tokens(text: String, isOne: Bool) { #expect(HTTPText.isToken(text) == isOne) }

    @Test(arguments: [
        ("", true), ("a\tb", true), ("é", true), ("a\rb", false), ("a\nb", false), ("\0", false), ("\u{7f}", false),
        ("\u{1b}", false),
    ]) func fieldValues(text: String, isOne: Bool) { #expect(HTTPText.isFieldValue(text) == isOne) }

    @Test(arguments: [
        ("a", "a"), ("\"a\"", "a"), ("\"a\\\"b\\\\\"", "a\"b\\"), ("\"", "\""), ("\"\"", ""), ("\"a", "\"a"),
        ("\"a\\\"", "a"),
    ]) func unquotes(text: String, plain: String) { #expect(HTTPText.unquoted(text) == plain) }

    @Test func lowersASCIIOnly() { #expect(HTTPText.lowercased("ÀBc[") == "Àbc[") }

    @Test func bytesThatAreNotUTF8AreLatin1() {
        #expect(HTTPText.decoded(Array("é".utf8)) == "é")
        #expect(HTTPText.decoded([0x61, 0xe9]) == "aé")
        #expect(HTTPText.decoded([]) == "")
    }
}
