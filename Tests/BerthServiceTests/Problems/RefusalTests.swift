import BerthDocument
import BerthHTTP
import BerthModel
import Testing

@testable import BerthService

@Suite struct RefusalTests {
    private func response(_ accept: String?) -> HTTPResponse {
        var headers: HTTPHeaders = [:]
        headers["Accept"] = accept
        return Refusal(.wrongPhase, "Not so.", headers: ["Retry-After": "1"])
            .response(to: HTTPRequest(method: .get, target: RequestTarget(segments: []), headers: headers))
    }

    @Test(arguments: [
        (nil, "application/problem+json", Syntax.json), ("text/html", "application/problem+json", .json),
        ("application/problem+xml", "application/problem+xml", .xml), ("text/xml", "application/problem+xml", .xml),
        ("application/yaml", "application/problem+yaml", .yaml),
        ("application/xml;q=0.1, application/problem+json", "application/problem+json", .json),
    ])
    func itIsWrittenInTheSyntaxThatIsWished(_ accept: String?, _ media: String, _ syntax: Syntax) throws {
        let response = response(accept)
        #expect(response.status == .conflict)
        #expect(response.headers["Content-Type"] == media)
        #expect(response.headers["Retry-After"] == "1")
        guard case .bytes(let bytes) = response.body else { return #expect(Bool(false)) }
        let document = try Document.read(bytes, as: syntax).resolvedTree()
        #expect(document["type"]?.text == "https://www.purl.org/berth/problems/v1.0/wrong-phase")
        #expect(document["title"]?.text == "The phase does not allow it")
        #expect(document["status"] == 409)
        #expect(document["detail"]?.text == "Not so.")
    }
}
