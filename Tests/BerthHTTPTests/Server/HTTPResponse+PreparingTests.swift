import Testing

@testable import BerthHTTP

@Suite struct HTTPResponsePreparingTests {
    private func response(_ text: String, tag: String? = "\"1\"", type: String = "text/plain") -> HTTPResponse {
        var response = HTTPResponse(.ok, contentType: type, body: Array(text.utf8))
        response.headers["ETag"] = tag
        response.acceptsRanges = true
        response.route = "/r"
        return response
    }

    private func prepared(_ response: HTTPResponse, _ headers: HTTPHeaders, _ method: HTTPMethod = .get) -> HTTPResponse
    {
        response.prepared(
            for: HTTPRequest(method: method, target: RequestTarget(segments: []), headers: headers),
            settings: HTTPServerSettings())
    }

    private func bytes(_ response: HTTPResponse) -> [UInt8] {
        if case .bytes(let bytes) = response.body { bytes } else { [] }
    }

    private let long = String(repeating: "a long text ", count: 1_000)

    @Test func whatTheClientHasIsNotSent() {
        var response = response(long)
        response.headers["Cache-Control"] = "no-cache"
        response.headers["X-Other"] = "x"
        for method in [HTTPMethod.get, .head] {
            let answer = prepared(response, ["If-None-Match": "W/\"1\""], method)
            #expect(answer.status == .notModified)
            #expect(answer.headers["ETag"] == "\"1\"")
            #expect(answer.headers["Cache-Control"] == "no-cache")
            #expect(answer.headers["X-Other"] == nil)
            #expect(answer.headers["Content-Type"] == nil)
            #expect(bytes(answer).isEmpty)
            #expect(answer.route == "/r")
        }
        #expect(prepared(response, ["If-None-Match": "\"2\""]).status == .ok)
        #expect(prepared(response, ["If-None-Match": "\"1\""], .post).status == .ok)
        var failed = response
        failed.status = .notFound
        #expect(prepared(failed, ["If-None-Match": "\"1\""]).status == .notFound)
    }

    @Test func a304VariesAsThe200Does() {
        #expect(prepared(response(long), ["If-None-Match": "*"]).headers["Vary"] == "Accept-Encoding")
        #expect(prepared(response("short"), ["If-None-Match": "*"]).headers["Vary"] == nil)
    }

    @Test(arguments: [
        ("bytes=0-1", "he", "bytes 0-1/5"), ("bytes=-2", "lo", "bytes 3-4/5"), ("bytes=4-", "o", "bytes 4-4/5"),
    ]) func aPartIsSent(range: String, body: String, place: String) {
        let answer = prepared(response("hello"), ["Range": range])
        #expect(answer.status == .partialContent)
        #expect(answer.headers["Content-Range"] == place)
        #expect(answer.headers["Accept-Ranges"] == "bytes")
        #expect(bytes(answer) == Array(body.utf8))
        #expect(answer.route == "/r")
    }

    @Test func aPartThatIsNotThereIs416() {
        let answer = prepared(response("hello"), ["Range": "bytes=5-"])
        #expect(answer.status == .rangeNotSatisfiable)
        #expect(answer.headers["Content-Range"] == "bytes */5")
        #expect(bytes(answer) == Array("the range must begin before byte 5\n".utf8))
        #expect(answer.route == "/r")
    }

    @Test func theWholeIsSentWhereAPartIsNotRight() {
        let whole: [(HTTPHeaders, HTTPMethod)] = [
            (["Range": "lines=1-2"], .get), (["Range": "bytes=0-1"], .head), (["Range": "bytes=0-1"], .post),
            (["Range": "bytes=0-1", "If-Range": "\"2\""], .get), (["Range": "bytes=0-1", "If-Range": "W/\"1\""], .get),
        ]
        for (headers, method) in whole { #expect(prepared(response("hello"), headers, method).status == .ok) }
        #expect(prepared(response("hello"), ["Range": "bytes=0-1", "If-Range": "\"1\""]).status == .partialContent)
        var without = response("hello")
        without.acceptsRanges = false
        let answer = prepared(without, ["Range": "bytes=0-1"])
        #expect(answer.status == .ok)
        #expect(answer.headers["Accept-Ranges"] == nil)
    }

    @Test func largeTextIsCompressedForWhoTakesIt() throws {
        let answer = prepared(response(long), ["Accept-Encoding": "gzip"])
        #expect(answer.headers["Content-Encoding"] == "gzip")
        #expect(answer.headers["Vary"] == "Accept-Encoding")
        #expect(answer.headers["ETag"] == "W/\"1\"")
        #expect(answer.headers["Accept-Ranges"] == "none")
        #expect(try Gzip.decompress(bytes(answer), limitBytes: 1 << 20) == Array(long.utf8))
        let plain = prepared(response(long), [:])
        #expect(plain.headers["Content-Encoding"] == nil)
        #expect(plain.headers["Vary"] == "Accept-Encoding")
        #expect(bytes(plain) == Array(long.utf8))
        #expect(prepared(response(long), ["Accept-Encoding": "gzip;q=0"]).headers["Content-Encoding"] == nil)
    }

    @Test(arguments: [(1_023, false), (1_024, true)]) func compressionBeginsAtItsSize(count: Int, isPacked: Bool) {
        let answer = prepared(response(String(repeating: "x", count: count)), ["Accept-Encoding": "gzip"])
        #expect((answer.headers["Content-Encoding"] != nil) == isPacked)
    }

    @Test(arguments: [
        ("application/json", true), ("application/problem+json", true), ("application/yaml", true),
        ("text/html; charset=utf-8", true),
        ("application/xml", true), ("image/svg+xml", true), ("application/javascript", true),
        ("text/event-stream", false),
        ("image/png", false), ("application/octet-stream", false), ("nothing", false),
    ]) func onlyTextIsCompressed(type: String, isPacked: Bool) {
        let answer = prepared(response(long, type: type), ["Accept-Encoding": "gzip"])
        #expect((answer.headers["Content-Encoding"] != nil) == isPacked)
        #expect((answer.headers["Vary"] != nil) == isPacked)
    }

    @Test func whatIsEncodedAlreadyStaysAsItIs() {
        var response = response(long)
        response.headers["Content-Encoding"] = "br"
        #expect(prepared(response, ["Accept-Encoding": "gzip"]).headers["Content-Encoding"] == "br")
    }

    @Test func withoutTheSettingNothingIsCompressed() {
        var settings = HTTPServerSettings()
        settings.gzipFromBytes = nil
        let request = HTTPRequest(
            method: .get, target: RequestTarget(segments: []), headers: ["Accept-Encoding": "gzip"])
        let answer = response(long).prepared(for: request, settings: settings)
        #expect(answer.headers["Content-Encoding"] == nil)
        #expect(answer.headers["Vary"] == nil)
    }
}
