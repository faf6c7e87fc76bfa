import BerthHTTP
import Testing

@testable import BerthSoftware

struct FetcherTests {
    private func get(
        _ limits: Fetcher.Limits = Fetcher.Limits(), allowed: [String] = ["127.0.0.0/8"], path: String = "/x",
        _ answer: @escaping CannedService.Answer
    ) async throws -> SoftwareError? {
        try await CannedService.answering(answer) { service in
            await SoftwareError.of {
                try await service.fetcher(limits, allowed: allowed).get(
                    service.url + path, name: "the file", maximumBytes: 100)
            }
        }
    }

    @Test func comesWhole() async throws {
        try await CannedService.answering { _ in
            .json("{}")
        } _: { service in
            let bytes = try await service.fetcher().get(service.url, name: "x", maximumBytes: 2)
            #expect(bytes == Array("{}".utf8))
        }
    }

    @Test(
        arguments: [
            (429, SoftwareError.Code.tooBusy, 7),
            (503, .tooBusy, 7), (404, .notFound, nil), (410, .notFound, nil), (500, .unreachable, nil),
            (403, .brokenReply, nil),
        ] as [(Int, SoftwareError.Code, Int64?)])
    func whatAServiceSaysInstead(_ status: Int, _ code: SoftwareError.Code, _ seconds: Int64?) async throws {
        let error = try await get { _ in .json("{}", HTTPStatus(status), ["Retry-After": "7"]) }
        #expect(error?.code == code)
        #expect(error?.retryAfterSeconds == seconds)
    }

    @Test func oneByteTooMany() async throws {
        let error = try await get { _ in .json(String(repeating: "x", count: 101)) }
        #expect(error?.code == .tooLarge)
        #expect(error?.message == "the file has more than the 100 bytes that are read of such a file.")
        #expect(try await get { _ in .json(String(repeating: "x", count: 100)) } == nil)
    }

    /// An address that an administrator has set may be inside the site; what it leads to on another host may not.
    @Test func whatIsOursDoesNotLeadInside() async throws {
        try await CannedService.answering { request in
            if request.path == "/y" { return .json("{}") }
            let port = request.headers["Host"]?.split(separator: ":").last ?? ""
            let host = request.path == "/far" ? "localhost" : "127.0.0.1"
            return HTTPResponse(302, headers: ["Location": "http://\(host):\(port)/y"])
        } _: { service in
            let fetcher = service.fetcher(allowed: [])
            let bytes = try await fetcher.get(service.url + "/near", name: "x", maximumBytes: 9, isOurs: true)
            #expect(bytes == Array("{}".utf8))
            let error = await SoftwareError.of {
                try await fetcher.get(service.url + "/far", name: "x", maximumBytes: 9, isOurs: true)
            }
            #expect(error?.code == .addressRefused)
        }
    }

    @Test func aCircle() async throws {
        let error = try await get { _ in HTTPResponse(302, headers: ["Location": "/y"]) }
        #expect(error?.code == .tooManyRedirects)
        #expect(error?.message == "The address of the file leads to one other after another, and never to a file.")
    }

    @Test func nothingInsideTheSite() async throws {
        let error = try await get(allowed: []) { _ in .json("{}") }
        #expect(error?.code == .addressRefused)
        #expect(error?.message == "The address of the file leads inside this site, where nothing is fetched from.")
        // Also by a detour.
        let detour = try await get(allowed: ["127.0.0.1"]) { request in
            let port = request.headers["Host"]?.split(separator: ":").last ?? ""
            return HTTPResponse(302, headers: ["Location": "http://127.0.0.2:\(port)/"])
        }
        #expect(detour?.code == .addressRefused)
    }

    @Test(arguments: ["file:///etc/passwd", "ftp://a.org/x", "javascript:1", ""])
    func otherSchemes(_ url: String) async throws {
        let error = await SoftwareError.of {
            try await Fetcher(HTTPClient(), now: { Sample.now }).get(url, name: "the file", maximumBytes: 1)
        }
        #expect(error?.code == .addressRefused)
    }

    @Test func oneThatHangs() async throws {
        var limits = Fetcher.Limits()
        limits.totalSeconds = 1
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        let error = try await CannedService.answering { _ in
            for await _ in gate {}
            return .json("{}")
        } _: { service in
            let error = await SoftwareError.of {
                try await service.fetcher(limits).get(service.url, name: "the file", maximumBytes: 100)
            }
            opener.finish()
            return error
        }
        #expect(error?.code == .tooSlow)
        #expect(error?.message == "the file did not come within 1 seconds; try again later.")
    }

    @Test func nobodyThere() async throws {
        let error = await SoftwareError.of {
            try await Fetcher(HTTPClient(), now: { Sample.now })
                .get("http://127.0.0.1:1/", name: "x", maximumBytes: 1, isOurs: true)
        }
        #expect(error?.code == .unreachable)
        #expect(error?.message == "The server of x cannot be reached.")
    }

    @Test func anotherPartThanAskedFor() async throws {
        let error = try await CannedService.answering { _ in
            HTTPResponse(.partialContent, contentType: "text/plain", body: [1])
        } _: { service in
            await SoftwareError.of {
                try await service.fetcher().part(service.url, name: "x", .from(0, bytes: 1))
            }
        }
        #expect(error?.code == .brokenReply)
    }
}
