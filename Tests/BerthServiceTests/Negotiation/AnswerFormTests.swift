import BerthDocument
import BerthHTTP
import Testing

@testable import BerthService

@Suite struct AnswerFormTests {
    private func headers(_ accept: String?) -> HTTPHeaders {
        var headers: HTTPHeaders = [:]
        headers["Accept"] = accept
        return headers
    }

    @Test(
        arguments: [
            (nil, "application/json"), ("*/*", "application/json"), ("application/*", "application/json"),
            ("application/json", "application/json"), ("application/json; charset=utf-8", "application/json"),
            ("application/yaml", "application/yaml"), ("text/yaml", "text/yaml"),
            ("application/x-yaml", "application/x-yaml"), ("application/xml", "application/xml"),
            ("text/xml", "text/xml"),
            ("text/*", "text/yaml"), ("APPLICATION/XML", "application/xml"),
            ("application/vnd.example+yaml", "application/yaml"), ("application/vnd.example+xml", "application/xml"),
            ("application/vnd.example+json", "application/json"),
            ("application/json;q=0.5, application/xml;q=0.9", "application/xml"),
            ("application/json;q=0, */*", "application/yaml"),
            ("text/html, application/yaml;q=0.1", "application/yaml"),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
            ("application/json, application/problem+json", "application/json"),
        ] as [(String?, String)])
    func whatIsLikedBest(_ accept: String?, _ media: String) throws {
        let form = try AnswerForm(headers(accept))
        #expect(form.mediaType == media)
        #expect(media.hasSuffix(form.syntax.rawValue))
    }

    @Test(arguments: ["text/html", "application/json;q=0", "image/png, text/plain", "application/problem+json"])
    func whatCannotBeWrittenIsRefused(_ accept: String) throws {
        let refusal = try #require(throws: Refusal.self) { try AnswerForm(headers(accept)) }
        #expect(refusal.kind == .notAcceptable)
        #expect(
            refusal.detail
                == "Answers are written as application/json, application/yaml, text/yaml, application/x-yaml, "
                + "application/xml, text/xml; none of them is acceptable to Accept.")
    }
}
