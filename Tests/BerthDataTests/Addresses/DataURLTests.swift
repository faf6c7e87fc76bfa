import Testing

@testable import BerthData

@Suite struct DataURLTests {
    @Test(
        "what cannot be fetched, and why",
        arguments: [
            ("example.org/x", "it does not begin with http:// or https://"),
            ("ftp://example.org/x", "ftp is not a protocol that data can be fetched with here; http and https are"),
            ("http:///x", "it names no host"), ("http://", "it names no host"), ("http:x", "it names no host"),
            ("http://a b/", "it holds a blank or a control character"),
            ("http://a/\r\nx", "it holds a blank or a control character"),
        ])
    func faults(_ text: String, _ fault: String) {
        #expect(DataURL.fault(of: text) == fault)
    }

    @Test("the longest URL, and one byte more")
    func longest() {
        let head = "http://a/"
        let longest = head + String(repeating: "x", count: DataURL.maximumBytes - head.count)
        #expect(DataURL.fault(of: longest) == nil)
        #expect(DataURL.fault(of: longest + "x") == "it is longer than 8192 bytes")
    }

    @Test(
        "file names mean nothing to a file system",
        arguments: [
            ("http://h/a/b.fits", "b.fits"), ("http://h/", "data"), ("http://h", "data"), ("http://h/a/..", "_."),
            ("http://h/%2e%2e%2fetc%2fpasswd", "_._etc_passwd"), ("http://h/x%00y", "x_y"),
            ("http://h/x?y=/z", "x"), ("http://h/a%20b", "a_b"), ("http://h/-rf", "_rf"), ("http://h/x/#f", "x"),
        ])
    func fileNames(_ url: String, _ name: String) {
        #expect(DataURL.fileName(of: url) == name)
    }

    @Test("what may stand in messages")
    func secrets() {
        #expect(DataURL.withoutSecrets("https://user:word@host:8/p/q?token=1#x") == "https://host:8/p/q")
        #expect(DataURL.host(of: "https://user:word@host:8/p") == "host")
        #expect(DataURL.host(of: "http://[::1]:80/") == "::1")
    }
}
