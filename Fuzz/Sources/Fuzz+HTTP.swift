@testable import BerthHTTP
import Glibc
import Synchronization

extension Fuzz {
    /// What comes over HTTP: every reader of its own with what has to hold of the result. A part of the inputs is sent
    /// to a real server as well, which must neither crash nor come to rest nor answer with a 5xx.
    static func http(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
        let buffer = UnsafeRawBufferPointer(start: bytes, count: count)
        let text = String(decoding: buffer, as: UTF8.self)
        target(Array(buffer))
        fields(text)
        heads(buffer)
        if let plain = try? Gzip.decompress(Array(buffer), limitBytes: 10_000), plain.count > 10_000 {
            fail("more was decompressed than the limit", plain.count)
        }
        address(text)
        // To wait for a server takes longer than all the readers; which inputs are sent follows from them alone.
        if buffer.reduce(0, { $0 &+ Int($1) }) % 4 == 0 { HTTPTarget.shared.ask(buffer) }
        return 0
    }

    private static func target(_ bytes: [UInt8]) {
        guard let target = try? RequestTarget(reading: bytes) else { return }
        for segment in target.segments {
            let parts = segment.split(omittingEmptySubsequences: false) { $0 == "/" || $0 == "\\" }
            if parts.contains(".") || parts.contains("..") || segment.utf8.contains(where: { $0 < 32 }) {
                fail("a path leads upwards or holds a control character", target)
            }
        }
    }

    private static func fields(_ text: String) {
        if let type = MediaType(reading: text), MediaType(reading: type.description) != type {
            fail("a media type does not read back", type, MediaType(reading: type.description) as Any)
        }
        let headers: HTTPHeaders = [
            "Accept": text, "Accept-Encoding": text, "If-None-Match": text, "If-Match": text, "Vary": text,
        ]
        for member in Accept.members(headers, "Accept") where !(0...1_000).contains(member.weight) {
            fail("a weight is out of its range", member)
        }
        let offered = [MediaType("application", "json"), MediaType("text", "html")]
        if let best = Accept.best(of: offered, headers), !offered.contains(best) {
            fail("what was not offered is best", best)
        }
        _ = Accept.takes(coding: "gzip", headers)
        _ = EntityTag.matches(headers, "\"a\"") && EntityTag.allowsChange(headers, "\"a\"")
        for member in headers.list("Vary") where member.isEmpty || HTTPText.trim(member) != member {
            fail("a member of a list is empty or has blanks around it", member)
        }
        if HTTPText.unquoted(HTTPText.quoted(text)) != text { fail("a quoted text does not read back", text) }
        for length in [0, 1, 10, Int.max] {
            if case .part(let range) = ByteRange(reading: text, length: length),
                range.isEmpty || range.lowerBound < 0 || range.upperBound > length
            {
                fail("a range is empty or outside of its body", range, length)
            }
        }
    }

    private static func heads(_ buffer: UnsafeRawBufferPointer) {
        var reply = ReplyHead()
        var request = RequestHead()
        for line in buffer.split(separator: 10, omittingEmptySubsequences: false) {
            let line = UnsafeRawBufferPointer(rebasing: line)
            reply.add(line: line)
            let colon = line.firstIndex(of: 58) ?? line.count
            request.add(
                UnsafeRawBufferPointer(rebasing: line[..<colon]), UnsafeRawBufferPointer(rebasing: line[colon...]))
        }
        if !(0...999).contains(reply.status.code) { fail("a status is out of its range", reply.status) }
        for field in reply.headers where !HTTPText.isToken(field.name) { fail("a field has no name", field) }
        if let length = reply.contentLength, length < 0 { fail("a length is negative", length) }
        if let length = request.contentLength, length < 0 { fail("a length is negative", length) }
        let limits = HTTPLimits()
        if request.problem(limits: limits, rawTarget: []) == nil, (request.contentLength ?? 0) > limits.bodyBytes {
            fail("a body is larger than its limit", request.headers)
        }
    }

    private static func address(_ text: String) {
        let shown = URLText.withoutSecrets(text)
        if !HTTPText.isFieldValue(shown) { fail("a line breaks out of a message", shown) }
        let request = HTTPClientRequest(.get, text, headers: ["Authorization": "secret"])
        let next = HTTPClientRequest(.get, "http://127.0.0.1/", headers: request.headers).redirected(302, to: text)
        let isSame = URLText.Origin(text) == URLText.Origin("http://127.0.0.1/")
        if request.fault == nil, (next.headers["Authorization"] != nil) != isSame {
            fail("a secret goes to another origin", text)
        }
        if let address = HTTPAddress(numeric: text, port: 1), HTTPAddress(numeric: address.host, port: 1) != address {
            fail("an address does not read back", address)
        }
    }
}

/// A server on a Unix socket, started once.
private final class HTTPTarget: Sendable {
    static let shared = HTTPTarget()
    private let path = "/tmp/berth-fuzz-\(getpid()).sock"
    private let server: HTTPServer
    private let asked = Atomic<Int>(0)

    init() {
        var settings = HTTPServerSettings(.unix(path: path))
        settings.limits.bodyBytes = 1_000
        let router = HTTPRouter { routes in
            routes.on(.get, "/a/{id}") { request in
                var response = HTTPResponse(
                    .ok, headers: ["ETag": "\"1\""], contentType: "text/plain", body: [1, 2, 3])
                response.acceptsRanges = true
                response.headers["X-Echo"] = request.parameter("id")
                return response
            }
            routes.on(.post, "/{rest...}") { HTTPResponse(.ok, contentType: "x/y", body: $0.body) }
            routes.on(.get, "/stream") { _ in
                HTTPResponse(.ok, contentType: "x/y", stream: HTTPStream { try await $0.write([65]) })
            }
        }
        do {
            server = try HTTPServer(settings) { await router.answer($0) }
        } catch {
            Fuzz.fail("no server", error)
        }
        atexit { unlink("/tmp/berth-fuzz-\(getpid()).sock") }
    }

    /// Sends the bytes and looks at what comes soon; now and then asks whether the server still answers everybody.
    func ask(_ bytes: UnsafeRawBufferPointer) {
        let answer = exchange(bytes, waitMicroseconds: 3_000)
        if !answer.isEmpty, !answer.starts(with: "HTTP/1.".utf8) {
            Fuzz.fail("the answer is no HTTP", String(decoding: answer, as: UTF8.self))
        }
        // 505 is the answer to a version that nobody knows.
        if answer.dropFirst(8).starts(with: " 5".utf8), !answer.dropFirst(9).starts(with: "505".utf8) {
            Fuzz.fail("an error of the server", String(decoding: answer, as: UTF8.self))
        }
        guard asked.add(1, ordering: .relaxed).newValue % 64 == 0 else { return }
        let good = Array("GET /a/1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n".utf8)
        let said = good.withUnsafeBytes { exchange($0, waitMicroseconds: 9_000_000) }
        if !said.starts(with: "HTTP/1.1 200 OK".utf8) {
            Fuzz.fail("the server does not answer any more", String(decoding: said, as: UTF8.self))
        }
    }

    private func exchange(_ bytes: UnsafeRawBufferPointer, waitMicroseconds: Int) -> [UInt8] {
        let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: path.utf8) }
        let connected = withUnsafePointer(to: &name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        if connected != 0 { Fuzz.fail("the server does not take a connection", errno) }
        var wait = timeval(tv_sec: waitMicroseconds / 1_000_000, tv_usec: waitMicroseconds % 1_000_000)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        _ = send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            if count <= 0 { return answer }
            answer += buffer[..<count]
        }
    }
}
