import Testing

@testable import BerthHost

@Suite struct ContainerPathTests {
    @Test("paths at which something can be mounted", arguments: ["/data", "/a b/ü-1_2.x", "/v=1/@~%+", "/données/数据"])
    func allowed(_ path: String) {
        #expect(ContainerPath.fault(of: path) == nil)
    }

    @Test(
        "a path in which an engine would read further options is no path",
        arguments: [
            ("/mnt,source=/etc", ","), ("/mnt\"", "\""), ("/a:/b", ":"), ("/a\nb", "U+000A"), ("/a\u{7f}", "U+007F"),
            ("/a\u{202e}b", "U+202E"), ("/a'b", "'"),
            ("/a\\b", "\\"), ("/a\u{a0}b", "U+00A0"), ("/a\u{ff0c}", "U+FF0C"),
        ])
    func engineSyntax(_ path: String, _ shown: String) {
        let fault = "it holds \(shown); letters, digits, blanks and / . _ - + = @ % ~ are allowed"
        #expect(ContainerPath.fault(of: path) == fault)
    }

    @Test(
        "paths that the container needs, and paths that are none",
        arguments: [
            ("data", "it does not begin with /"), ("/a/../b", "it holds .."), ("//./", "the container needs it itself"),
            ("/tmp/", "the container needs it itself"), ("/proc/self", "the container needs it itself"),
        ])
    func taken(_ path: String, _ fault: String) {
        #expect(ContainerPath.fault(of: path) == fault)
    }

    @Test("1024 bytes, and one more")
    func length() {
        let path = "/" + String(repeating: "a", count: 1023)
        #expect(ContainerPath.fault(of: path) == nil)
        #expect(ContainerPath.fault(of: path + "a") == "it is longer than 1024 bytes")
    }
}
