import BerthHTTP
import BerthModel
import Testing

@testable import BerthClient

struct ClientErrorTests {
    @Test(arguments: [
        (HTTPError.Code.badRequest, ClientError.Code.badAddress), (.addressRefused, .badAddress),
        (.unreachable, .unreachable), (.peerGone, .unreachable), (.localFailure, .unreachable), (.tooSlow, .tooSlow),
        (.untrusted, .untrusted), (.tooLarge, .brokenReply), (.brokenReply, .brokenReply), (.cancelled, .cancelled),
        (.stopped, .stopped),
    ])
    func ofTheTransport(_ code: HTTPError.Code, _ mapped: ClientError.Code) {
        let error = ClientError(HTTPError(code, "what it says", cause: "why"), url: "http://b")
        #expect(error.code == mapped)
        #expect(error.cause == "why")
        #expect(error.description.hasSuffix(" (why)"))
    }

    @Test(arguments: [
        (401, ClientError.Code.notIdentified), (403, .notAllowed), (421, .notAllowed), (404, .notFound),
        (405, .notFound), (501, .notFound), (409, .wrongPhase), (412, .wrongPhase), (410, .gone), (408, .tooSlow),
        (429, .tooMany), (503, .unavailable), (500, .serviceFailed), (502, .serviceFailed), (400, .badRequest),
        (413, .badRequest), (418, .badRequest), (304, .brokenReply), (100, .brokenReply),
    ])
    func ofAStatus(_ status: Int, _ code: ClientError.Code) {
        let error = ClientError(HTTPStatus(status), [:], [], about: "the session x", url: "http://b")
        #expect(error.code == code)
        #expect(error.problem == nil)
        #expect(!error.message.isEmpty)
    }

    @Test func whatTheBrokerSays() {
        let body = Array(#"{"title": "T", "detail": "D", "status": 409}"#.utf8)
        let error = ClientError(
            .conflict, ["Content-Type": "application/problem+json", "Retry-After": "7"], body, about: "x", url: "u")
        #expect(error.message == "D")
        #expect(error.problem?.title == "T")
        #expect(error.retryAfterSeconds == 7)
    }

    @Test func aConflictThatPassesIsNotNow() {
        #expect(ClientError(.conflict, ["Retry-After": "1"], [], about: "x", url: "u").code == .unavailable)
        #expect(ClientError(422, [:], [], about: "x", url: "u").code == .badRequest)
    }

    /// Brokers in other frameworks write their own.
    @Test(arguments: [
        (#"{"detail": "Not Found"}"#, "Not Found"), (#"{"message": "No."}"#, "No."), (#"{"error": "No."}"#, "No."),
        ("<problem><title>T</title></problem>", "T"), ("title: T", "T"),
        (#"{"detail": [{"loc": ["body"]}]}"#, "The broker at u has nothing under that name: x."),
        ("<html>", "The broker at u has nothing under that name: x."),
        ("{}", "The broker at u has nothing under that name: x."),
    ])
    func whatOthersWrite(_ body: String, _ message: String) {
        #expect(ClientError(.notFound, [:], Array(body.utf8), about: "x", url: "u").message == message)
    }

    @Test(arguments: ["soon", "-1", ""])
    func timesThatAreNone(_ text: String) {
        #expect(ClientError(.unavailable, ["Retry-After": text], [], about: "x", url: "u").retryAfterSeconds == nil)
    }
}
