import BerthDocument
import BerthHTTP
import Testing

@testable import BerthClient

struct ReplyReaderTests {
    @Test(
        arguments: [
            ("application/json; charset=utf-8", "x", Syntax.json), ("application/problem+json", "x", .json),
            ("text/yaml", "{}", .yaml), ("application/x-yaml", "{}", .yaml), ("application/xml", "x", .xml),
            ("application/atom+xml", "x", .xml), ("text/plain", " {", .json), ("text/plain", "[", .json),
            (nil, "\n<a/>", .xml), (nil, "a: 1", .yaml), (nil, "", .yaml),
        ] as [(String?, String, Syntax)])
    func syntaxes(_ type: String?, _ body: String, _ syntax: Syntax) {
        var headers: HTTPHeaders = [:]
        headers["Content-Type"] = type
        #expect(ReplyReader.syntax(of: headers, Array(body.utf8)) == syntax)
    }
}
