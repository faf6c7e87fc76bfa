import BerthPlatform
import Testing

@testable import BerthWES

struct PlatformErrorServiceTests {
    @Test(arguments: [
        (401, PlatformError.Code.refused), (403, .refused), (400, .refused), (404, .notFound), (410, .notFound),
        (429, .unreachable), (500, .unreachable), (503, .unreachable),
    ])
    func statuses(_ status: Int, _ code: PlatformError.Code) {
        let error = PlatformError.service(status, "at /srv/secret", "take the workflow")
        #expect(error.code == code)
        #expect(error.detail == "status \(status): at /srv/secret")
        #expect(!error.description.contains("/srv/secret"))
        #expect((error.subject == "access") == (status == 401 || status == 403))
    }
}
