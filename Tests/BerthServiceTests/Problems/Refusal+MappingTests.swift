import BerthBroker
import BerthDocument
import BerthHTTP
import BerthModel
import Testing

@testable import BerthService

@Suite struct RefusalMappingTests {
    private static let brokerStatuses: [BrokerError.Code: (status: Int, retry: String?)] = [
        .malformed: (400, nil), .notFound: (404, nil), .notYours: (403, nil), .wrongPhase: (409, nil),
        .expired: (410, nil), .tooMany: (429, "1"), .storeFailed: (503, "5"), .stopping: (503, "5"),
        .platformFailed: (503, "5"), .keyReused: (422, nil), .keyBusy: (409, "1"),
    ]

    @Test(arguments: BrokerError.Code.allCases)
    func errorsOfTheBroker(_ code: BrokerError.Code) throws {
        let expected = try #require(Self.brokerStatuses[code])
        let refusal = Refusal(BrokerError(code, "So it is.", cause: "a file of ours"))
        #expect(refusal.kind.status.code == expected.status)
        #expect(refusal.headers["Retry-After"] == expected.retry)
        #expect(refusal.detail == "So it is.")
        #expect(refusal.problems.isEmpty)
    }

    @Test func anErrorOfTheBrokerNamesItsMember() {
        let refusal = Refusal(BrokerError(.malformed, "path is missing.", path: ["path"]))
        #expect(refusal.problems.map(\.path) == ["path"])
        #expect(refusal.problems.map(\.code) == ["malformed"])
    }

    private static let httpStatuses: [HTTPProblem.Code: Int] = [
        .badTarget: 400, .badHeader: 400, .badTransferCoding: 400, .badContentLength: 400, .badBody: 400,
        .notFound: 404, .methodNotAllowed: 405, .notAcceptable: 406, .timeout: 408, .bodyTooLarge: 413,
        .targetTooLong: 414, .headersTooLarge: 431, .unsupportedEncoding: 415, .rangeNotSatisfiable: 416,
        .expectationFailed: 417, .stopping: 503, .tooBusy: 503,
    ]

    /// The server and the service name the same status.
    @Test(arguments: HTTPProblem.Code.allCases)
    func refusalsOfTheServer(_ code: HTTPProblem.Code) throws {
        let status = try #require(Self.httpStatuses[code])
        let refusal = Refusal(HTTPProblem(code, HTTPStatus(status), "so it is", headers: ["Allow": "GET"]))
        #expect(refusal.kind.status.code == status)
        #expect(refusal.detail == "So it is.")
        #expect(refusal.headers["Allow"] == "GET")
    }

    @Test(arguments: DocumentError.Code.allCases)
    func errorsOfDocuments(_ code: DocumentError.Code) {
        let error = DocumentError(code, "No.", position: .init(line: 2, column: 3), path: ["a"])
        let refusal = Refusal(error, in: .yaml)
        #expect(refusal.kind.status.code == (code == .tooLarge ? 413 : 400))
        #expect(refusal.detail == "The body is no usable YAML: line 2, column 3, at a: No.")
        #expect(refusal.problems.map(\.line) == [2])
    }

    /// The schema wants a path, and the root has an empty one.
    @Test func anErrorOfTheWholeDocumentHasAnEmptyPath() {
        #expect(Refusal(DocumentError(.empty, "No."), in: .json).problems.map(\.path) == [""])
    }

    @Test func problemsOfMembersHaveTheirPlaces() {
        let body = Array("a: 1\nb:\n  c: x\n".utf8)
        let problems = [
            Problem(gravity: .malformed, code: .wrongType, path: ["b", "c"], message: "b.c: no."),
            Problem(gravity: .malformed, code: .wrongType, path: ["a"], message: "a: no."),
        ]
        let refusal = Refusal(problems, in: body, .yaml, limits: .standard)
        #expect(refusal.kind == .wrongMembers)
        #expect(refusal.detail == "line 3, column 6: b.c: no. And 1 more, see problems.")
        #expect(refusal.problems.map(\.line) == [3, 1])
        #expect(refusal.problems.map(\.column) == [6, 4])
    }
}
