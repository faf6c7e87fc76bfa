import Testing

@testable import BerthHTTP

@Suite struct URLTextTests {
    @Test(arguments: [
        ("http://a.org/b?c=d#e", "http://a.org/b"), ("https://user:pw@a.org:8443/b", "https://a.org:8443/b"),
        ("http://user@a.org", "http://a.org/"), ("ftp://u:p@h/x?y", "ftp://h/x"),
        ("http://[::1]:80/x", "http://[::1]:80/x"),
        ("not a url?secret", "not a url"), ("http://u:p@a b/?x", "http://a b/"), ("u:secret@host", "host"),
        ("http://a\nb", "the address"), ("", ""), ("http://u:p@h@x:y/z", "http://x:y/z"),
    ]) func nothingSecretIsShown(url: String, shown: String) {
        #expect(URLText.withoutSecrets(url) == shown)
    }

    @Test func longTextIsCut() {
        #expect(URLText.withoutSecrets(String(repeating: "x ", count: 500)).utf8.count == 200)
    }

    @Test(
        arguments: [
            ("http://A.org/x", "http a.org 80"), ("https://a.org", "https a.org 443"),
            ("https://[::1]:8/", "https [::1] 8"),
            ("ftp://a", nil), ("a.org", nil), ("http://", nil), ("", nil), ("http://a:0x1/", nil),
        ] as [(String, String?)]) func origins(url: String, parts: String?)
    {
        let origin = URLText.Origin(url)
        #expect(origin.map { "\($0.scheme) \($0.host) \($0.port)" } == parts)
    }
}
