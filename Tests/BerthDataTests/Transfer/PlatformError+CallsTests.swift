import BerthHTTP
import BerthPlatform
import Testing

@testable import BerthData

@Suite struct PlatformErrorCallsTests {
    @Test(
        "why a call got no answer is told without addresses",
        arguments: [
            (.cancelled, .cancelled, "The call of the hub was cancelled."),
            (.untrusted, .refused, "The hub cannot be called as this site has set it up."),
            (.addressRefused, .refused, "The hub cannot be called as this site has set it up."),
            (.tooLarge, .broken, "The answer of the hub is larger than is read."),
            (.unreachable, .unreachable, "The hub does not answer."),
            (.tooSlow, .unreachable, "The hub did not answer in time."),
            (.brokenReply, .unreachable, "The hub does not answer."),
        ] as [(HTTPError.Code, PlatformError.Code, String)])
    func calls(_ code: HTTPError.Code, _ expected: PlatformError.Code, _ message: String) {
        let error = PlatformError.call(of: "hub", HTTPError(code, "why", subject: "https://a.example"))
        #expect(error.code == expected && error.description == message)
        #expect((error.detail == nil) == (code == .cancelled))
        #expect(error.detail.map { $0 == "https://a.example: why" } ?? true)
    }
}
