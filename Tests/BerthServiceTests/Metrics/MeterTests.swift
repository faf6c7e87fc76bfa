import Testing

@testable import BerthHTTP
@testable import BerthService

@Suite struct MeterTests {
    private func access(_ method: HTTPMethod, _ route: String?, _ status: HTTPStatus, _ time: UInt64) -> HTTPAccess {
        HTTPAccess(
            method: method, route: route, status: status, durationMicroseconds: time, requestBytes: 0,
            responseBytes: 0, peer: nil)
    }

    @Test func callsAreCountedByRouteMethodAndStatus() {
        let meter = Meter()
        meter.count(access(.get, "/health", .ok, 10))
        meter.count(access(.get, "/health", .ok, 20))
        meter.count(access(.post, "/requests", .seeOther, 30))
        meter.count(access(.get, nil, .notFound, 40))
        meter.count(access(.get, "/health", 0, 50))
        let calls = meter.figures.calls
        #expect(calls[.init(route: "/health", method: "GET", status: "200")] == 2)
        #expect(calls[.init(route: "/requests", method: "POST", status: "303")] == 1)
        #expect(calls[.init(route: "none", method: "GET", status: "404")] == 1)
        #expect(calls[.init(route: "/health", method: "GET", status: "aborted")] == 1)
        #expect(calls.count == 4)
    }

    /// A client cannot make as many figures as it likes.
    @Test func methodsThatClientsMakeUpAreOne() {
        let meter = Meter()
        for name in ["A", "B", "get"] { meter.count(access(HTTPMethod(name), nil, .methodNotAllowed, 1)) }
        #expect(meter.figures.calls == [.init(route: "none", method: "other", status: "405"): 3])
    }

    @Test(arguments: [
        (UInt64(0), 0), (100, 0), (101, 1), (10_000_000, 15), (10_000_001, 16), (UInt64.max, 16),
    ])
    func durationsFallIntoBuckets(_ microseconds: UInt64, _ bucket: Int) {
        var durations = Meter.Durations()
        durations.add(microseconds)
        #expect(durations.counts.firstIndex(of: 1) == bucket)
        #expect(durations.count == 1)
        #expect(durations.microseconds == microseconds)
    }

    @Test func openStreamsAreCounted() {
        let meter = Meter()
        meter.streamOpened()
        meter.streamOpened()
        meter.streamClosed()
        #expect(meter.openStreams == 1)
    }
}
