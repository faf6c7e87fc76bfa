import BerthDocument
import BerthHTTP
import BerthPlatform
import Testing

@testable import BerthOpenStack

struct PlatformErrorCloudTests {
    @Test(arguments: [
        (401, PlatformError.Code.refused), (403, .refused), (404, .notFound), (409, .refused), (429, .unreachable),
        (503, .unreachable), (302, .broken),
    ])
    func statuses(status: Int, code: PlatformError.Code) {
        let error = PlatformError.cloud(status: status, ["x": ["message": "why"]], "Nova", "GET http://n/limits")
        #expect(error.code == code)
        #expect(error.subject == "Nova")
        #expect(error.detail == "GET http://n/limits was answered with status \(status): why")
        #expect(!error.description.contains("http"))
    }

    @Test(arguments: [
        (HTTPError.Code.tooSlow, PlatformError.Code.overLimit), (.cancelled, .cancelled), (.unreachable, .unreachable),
        (.untrusted, .unreachable), (.tooLarge, .broken), (.brokenReply, .broken),
    ])
    func calls(code: HTTPError.Code, expected: PlatformError.Code) {
        #expect(PlatformError.cloud(HTTPError(code, "why"), "Nova").code == expected)
    }

    @Test(arguments: [
        (#"{"forbidden": {"message": "Quota exceeded", "code": 403}}"#, "Quota exceeded"),
        (#"{"errors": [{"status": 400, "detail": "no such trait"}]}"#, "no such trait"),
        (#"{"errors": [{"title": "Bad"}]}"#, "Bad"), (#"{"message": "plain"}"#, "plain"), (#""text""#, "text"),
    ])
    func words(text: String, message: String) throws {
        #expect(PlatformError.message(in: try Document.read(Array(text.utf8), as: .json)) == message)
    }
}
