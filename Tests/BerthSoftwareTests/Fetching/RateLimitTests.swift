import BerthHTTP
import BerthModel
import Testing

@testable import BerthSoftware

struct RateLimitTests {
    private static let soon = "\(Sample.now.seconds + 40)"

    private static func headers(_ fields: [String: String]) -> HTTPHeaders {
        var headers: HTTPHeaders = [:]
        for (name, value) in fields { headers[name] = value }
        return headers
    }

    @Test(
        arguments: [
            (["Retry-After": "7"], Int64(7)), (["Retry-After": "Thu, 31 Jan 2030 12:00:30 GMT"], 30),
            (["Retry-After": "0"], 1), (["Retry-After": "999999999"], 86_400), (["Retry-After": "soon"], 60), ([:], 60),
            (["X-RateLimit-Reset": soon], 40), (["Retry-After": "7", "X-RateLimit-Reset": soon], 7),
            (["Retry-After": "Thu, 31 Jan 2030 11:00:00 GMT"], 1),
            (["Retry-After": "Thu, 99 Foo 2030 11:00:00 GMT"], 60),
        ] as [([String: String], Int64)])
    func whoIsRefusedWaits(_ fields: [String: String], _ seconds: Int64) {
        #expect(RateLimit.wait(Self.headers(fields), isRefused: true, now: Sample.now) == seconds)
    }

    @Test(
        arguments: [
            ([:], nil), (["X-RateLimit-Remaining": "1", "X-RateLimit-Reset": soon], nil),
            (["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": soon], 40), (["X-RateLimit-Remaining": "0"], nil),
            (["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "12"], nil),
        ] as [([String: String], Int64?)])
    func whoHasAskedTheLastTimeWaits(_ fields: [String: String], _ seconds: Int64?) {
        #expect(RateLimit.wait(Self.headers(fields), isRefused: false, now: Sample.now) == seconds)
    }
}
