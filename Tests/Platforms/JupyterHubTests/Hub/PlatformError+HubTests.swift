import BerthPlatform
import Testing

@testable import BerthJupyterHub

struct PlatformErrorHubTests {
    @Test(
        arguments: [
            (401, PlatformError.Code.refused, "access"), (403, .refused, "access"), (400, .refused, nil),
            (500, .refused, nil), (404, .notFound, nil), (429, .refused, "room"), (503, .unreachable, nil),
        ] as [(Int, PlatformError.Code, String?)])
    func statuses(_ status: Int, _ code: PlatformError.Code, _ subject: String?) {
        let error = PlatformError.hub(status, "at /srv/secret", "start a server")
        #expect(error.code == code && error.subject == subject)
        #expect(error.detail == "status \(status): at /srv/secret")
        #expect(!error.description.contains("/srv/secret"))
    }
}
