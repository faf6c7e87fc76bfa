import Testing

@testable import BerthHTTP

@Suite struct RequestTargetTests {
    @Test(arguments: [
        ("/", []), ("/a", ["a"]), ("/a/b", ["a", "b"]), ("/a/", ["a", ""]), ("//a", ["", "a"]), ("/a%20b", ["a b"]),
        ("/%2F", ["/"]), ("/a%2Fb/c", ["a/b", "c"]), ("/+", ["+"]), ("/caf%C3%A9", ["café"]), ("/...", ["..."]),
        ("*", ["*"]),
        ("http://h/a", ["a"]), ("HTTP://h", []), ("https://h:1/a/b", ["a", "b"]), ("http://h?x=1", []), ("/a#b", ["a"]),
        ("/a;b=c", ["a;b=c"]), ("/:@!$&'()*", [":@!$&'()*"]),
    ]) func paths(raw: String, segments: [String]) throws {
        #expect(try RequestTarget(reading: raw.utf8).segments == segments)
    }

    @Test(arguments: [
        ("/?", []), ("/?a", ["a", ""]), ("/?a=1", ["a", "1"]), ("/?a=1&&b=2&", ["a", "1", "b", "2"]),
        ("/?a=b=c", ["a", "b=c"]),
        ("/?=x", ["", "x"]), ("/?a+b=%2B+c%26", ["a b", "+ c&"]), ("/?a=%0A%09", ["a", "\n\t"]),
        ("/?a=..", ["a", ".."]),
        ("/?a=/?b", ["a", "/?b"]), ("http://h?a=1", ["a", "1"]),
    ]) func queries(raw: String, items: [String]) throws {
        #expect(try RequestTarget(reading: raw.utf8).query.flatMap { [$0.name, $0.value] } == items)
    }

    @Test(
        arguments: [
            ("", .form), ("a", .form), ("?a", .form), ("http://", .form), ("http:///a", .form), ("ftp://h/a", .form),
            ("h:80", .form),
            ("**", .form), ("/%", .percentEncoding), ("/%2", .percentEncoding), ("/%zz", .percentEncoding),
            ("/?%", .percentEncoding),
            ("/?a=%g0", .percentEncoding), ("/%ff", .text), ("/?a=%C3", .text), ("/%C0%AE%C0%AE", .text),
            ("/%ED%A0%80", .text),
            ("/%00", .nul), ("/?a=%00", .nul), ("/%0d%0a", .nul), ("/%7f", .nul), ("/..", .dots), ("/.", .dots),
            ("/a/../b", .dots), ("/%2e%2e", .dots), ("/%2E./a", .dots), ("/a/./b", .dots), ("/a%2F..%2Fb", .dots),
            ("/..%2f", .dots),
            ("/a/..%5Cb", .dots), ("/%2e%2e%5c", .dots),
        ] as [(String, RequestTarget.Fault)]) func refusals(raw: String, fault: RequestTarget.Fault)
    {
        #expect(throws: fault) { try RequestTarget(reading: raw.utf8) }
    }

    @Test func rawBytesThatAreNotUTF8AreRefused() {
        #expect(throws: RequestTarget.Fault.text) { try RequestTarget(reading: [0x2f, 0xff] as [UInt8]) }
    }

    @Test func everyFaultSaysWhatIsWrong() {
        #expect(
            RequestTarget.Fault.allCases.map(\.message) == [
                "the request target is neither a path that starts with / nor an absolute http address",
                "a percent sign in the request target is not followed by two hexadecimal digits",
                "the decoded request target is not UTF-8",
                "the decoded request target holds a NUL or control character",
                "the path holds a segment . or ..",
            ])
    }
}
