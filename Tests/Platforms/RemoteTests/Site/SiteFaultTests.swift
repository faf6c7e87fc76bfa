import BerthClient
import BerthModel
import BerthPlatform
import Testing

@testable import BerthRemote

@Suite struct SiteFaultTests {
    private static let url = "http://10.1.2.3:8470"

    @Test(arguments: [
        (ClientError.Code.unreachable, Silence.Reason.unreachable, "far cannot be reached."),
        (.untrusted, .unreachable, "far shows a certificate that is not trusted here."),
        (.tooSlow, .tooSlow, "far has not answered within 8 s."),
        (.tooMany, .unreachable, "far cannot answer now: The broker at far says so."),
        (.serviceFailed, .unreachable, "far cannot answer now: The broker at far says so."),
        (.notIdentified, .unreachable, "far does not let this service ask."),
        (.brokenReply, .brokenReply, "far did not answer as a broker does: The broker at far says so."),
        (.badRequest, .brokenReply, "far did not answer as a broker does: The broker at far says so."),
    ])
    func `people read the name, administrators the address`(
        _ code: ClientError.Code, _ reason: Silence.Reason, _ message: String
    ) {
        let error = ClientError(code, "The broker at \(Self.url) says so.")
        let fault = SiteFault(error, "far", url: Self.url, seconds: 8)
        #expect(fault.reason == reason)
        #expect(fault.message == message)
        #expect(fault.detail.contains(Self.url))
    }

    @Test func `words of others are cut`() {
        let error = ClientError(.brokenReply, String(repeating: "x", count: 100_000))
        #expect(SiteFault(error, "far", url: Self.url, seconds: 8).message.count < 400)
    }

    @Test(arguments: [
        (ClientError.Code.notFound, PlatformError.Code.lost), (.gone, .refused), (.unreachable, .unreachable),
        (.cancelled, .cancelled), (.wrongPhase, .refused), (.notAllowed, .refused),
    ])
    func `calls of a session say what became of it`(_ code: ClientError.Code, _ expected: PlatformError.Code) {
        let id = UUID(random: 1, 2)
        let error = PlatformError(ClientError(code, "At \(Self.url)."), "far", url: Self.url, session: id)
        #expect(error.code == expected)
        #expect(!error.description.contains(Self.url))
        #expect(error.detail?.contains(Self.url) == true)
    }
}
