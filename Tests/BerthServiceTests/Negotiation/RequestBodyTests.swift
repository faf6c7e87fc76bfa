import BerthDocument
import BerthHTTP
import BerthModel
import Testing

@testable import BerthService

@Suite struct RequestBodyTests {
    private let bodies = RequestBody(limits: .standard)

    private func request(_ type: String?, _ text: String) -> HTTPRequest {
        var headers: HTTPHeaders = [:]
        headers["Content-Type"] = type
        return HTTPRequest(
            method: .post, target: RequestTarget(segments: ["requests"]), headers: headers, body: Array(text.utf8))
    }

    private func read(_ type: String?, _ text: String) throws(Refusal) -> (value: ExecutionRequest, problems: [Problem])
    {
        try bodies.read(ExecutionRequest.self, of: request(type, text), roots: [XMLRoots.executionRequest])
    }

    @Test(
        arguments: [
            (nil, Syntax.json), ("application/json", .json), ("application/json; charset=utf-8", .json),
            ("application/json;charset=\"UTF-8\"", .json), ("application/vnd.example+json", .json),
            ("application/yaml", .yaml), ("text/yaml", .yaml), ("application/x-yaml", .yaml),
            ("application/vnd.oai.openapi+yaml", .yaml), ("application/xml", .xml), ("text/xml; charset=utf-8", .xml),
            ("application/atom+xml", .xml),
        ] as [(String?, Syntax)])
    func theSyntaxIsThatOfTheMediaType(_ type: String?, _ syntax: Syntax) throws {
        #expect(try RequestBody.syntax(request(type, "").headers) == syntax)
    }

    @Test(arguments: [
        ("text/plain", "A body of type text/plain cannot be read; send \(RequestBody.mediaTypes)."),
        ("multipart/form-data", "A body of type multipart/form-data cannot be read; send \(RequestBody.mediaTypes)."),
        ("application/json; charset=utf-16", "The charset of a body must be utf-8."),
        ("nonsense", "Content-Type must be one media type."), ("", "Content-Type must be one media type."),
    ])
    func otherMediaTypesAreRefused(_ type: String, _ detail: String) throws {
        let refusal = try #require(throws: Refusal.self) { try RequestBody.syntax(request(type, "").headers) }
        #expect(refusal.kind == .unsupportedMediaType)
        #expect(refusal.detail == detail)
        #expect(refusal.headers["Accept"] == RequestBody.mediaTypes)
    }

    @Test func twoMediaTypesAreRefused() {
        var headers: HTTPHeaders = [:]
        headers.add("Content-Type", "application/yaml")
        headers.add("Content-Type", "application/json")
        #expect(throws: Refusal.self) { try RequestBody.syntax(headers) }
    }

    @Test(arguments: Syntax.allCases) func aRequestIsTheSameInEverySyntax(_ syntax: Syntax) throws {
        let (value, problems) = try read("application/\(syntax.rawValue)", try Requests.no(syntax))
        #expect(problems.isEmpty)
        guard case .simple(let compute)? = value.compute else { return #expect(Bool(false)) }
        #expect(compute.cores?.min == 400)
    }

    @Test func unknownMembersAreNoReasonToRefuse() throws {
        let (_, problems) = try read(nil, "{\"colour\": 1}")
        #expect(problems.map(\.gravity) == [.unused])
        #expect(problems.map(\.path.description) == ["colour"])
    }

    @Test(arguments: [
        ("application/json", "{", "The body is no usable JSON: "),
        ("application/yaml", "a: [", "The body is no usable YAML: line 2, column 1"),
        ("application/yaml", "a: 1\n---\nb: 2\n", "The body is no usable YAML: line 2, column 1: "),
        ("application/xml", "<a>", "The body is no usable XML: line 1, column 4"),
        (
            "application/xml", "<a/>",
            "The body is no usable XML: line 1, column 1: The root element is called a; it must be ExecutionRequest."
        ),
        ("application/json", "", "The body is no usable JSON: There is no document; send one."),
    ])
    func whatIsNotOfItsSyntaxIsRefused(_ type: String, _ text: String, _ detail: String) throws {
        let refusal = try #require(throws: Refusal.self) { try read(type, text) }
        #expect(refusal.kind == .unreadableBody)
        #expect(refusal.detail.hasPrefix(detail), "\(refusal.detail)")
        #expect(refusal.problems.count == 1)
    }

    @Test(arguments: [
        (
            "application/json",
            "{\n \"compute\": {\"kind\": \"\(Kind.simpleCompute.uri)\", \"cores\": {\"min\": \"two\"}}}",
            2
        ),
        ("application/yaml", "compute:\n  kind: \(Kind.simpleCompute.uri)\n  cores:\n    min: two\n", 4),
        (
            "application/xml",
            "<ExecutionRequest>\n<compute kind=\"\(Kind.simpleCompute.uri)\"><cores>\n<min>two</min></cores></compute>"
                + "</ExecutionRequest>", 3
        ),
    ])
    func aWrongTypeIsRefusedWithItsPathAndLine(_ type: String, _ text: String, _ line: Int64) throws {
        let refusal = try #require(throws: Refusal.self) { try read(type, text) }
        #expect(refusal.kind == .wrongMembers)
        #expect(refusal.problems.map(\.path) == ["compute.cores.min"])
        #expect(refusal.problems.map(\.line) == [line])
        #expect(
            refusal.detail.hasSuffix(": compute.cores.min: expected a whole number of 64 bits, got \"two\"."),
            "\(refusal.detail)")
    }

    @Test(arguments: [("application/json", "[]"), ("application/yaml", "- 1"), ("application/json", "7")])
    func aDocumentThatIsNoMapIsRefused(_ type: String, _ text: String) throws {
        let refusal = try #require(throws: Refusal.self) { try read(type, text) }
        #expect(refusal.kind == .wrongMembers)
        #expect(refusal.problems.map(\.path) == [""])
    }
}
