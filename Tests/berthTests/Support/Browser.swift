import BerthBroker
import BerthHTTP

/// What a browser does with the portal: it keeps cookies, sends forms with the word that pages hold, follows events.
final class Browser: Sendable {
    struct Page: Sendable {
        var status: Int
        var location: String?
        var text: String

        /// The hidden fields and addresses of forms, in their order.
        func values(of name: String) -> [String] {
            text.split(separator: "name=\"\(name)\" value=\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
        }
    }

    private struct Kept {
        var cookie: String?
        var word: String?
    }

    private let url: String
    private let http = HTTPClient()
    private let kept = Locked(Kept())

    /// - Parameter other: another tab of this one.
    init(_ url: String, like other: Browser? = nil) {
        self.url = url
        guard let other else { return }
        let known = other.kept.withLock { $0 }
        kept.withLock { $0 = known }
    }

    func get(_ path: String) async throws -> Page {
        try await send(HTTPClientRequest(.get, url + path, headers: headers))
    }

    /// Sends a form, with the word of the last page that had one; redirections are not followed.
    func post(_ path: String, _ fields: [String: String] = [:]) async throws -> Page {
        var all = fields
        all["guard"] = kept.withLock { $0.word } ?? ""
        let body = all.map { "\($0.key)=\(Self.escaped($0.value))" }.joined(separator: "&")
        var request = HTTPClientRequest(.post, url + path, headers: headers, body: Array(body.utf8))
        request.headers["Content-Type"] = "application/x-www-form-urlencoded"
        return try await send(request)
    }

    /// Takes the word of forms from a page that has one.
    func learn(_ page: Page) {
        guard let word = page.values(of: "guard").first else { return }
        kept.withLock { $0.word = word }
    }

    private func send(_ request: HTTPClientRequest) async throws -> Page {
        var request = request
        request.totalSeconds = 60
        let reply = try await http.send(request)
        for cookie in reply.headers.values("Set-Cookie") where cookie.hasPrefix("berth-browser=") {
            let pair = String(cookie.prefix { $0 != ";" })
            kept.withLock { $0.cookie = pair }
        }
        let page = Page(
            status: Int(reply.status.code), location: reply.headers["Location"],
            text: String(decoding: reply.body, as: UTF8.self))
        learn(page)
        return page
    }

    private var headers: HTTPHeaders {
        var headers: HTTPHeaders = ["Accept": "text/html"]
        if let cookie = kept.withLock({ $0.cookie }) { headers["Cookie"] = cookie }
        return headers
    }

    /// The events of a page, as they come.
    func events(_ path: String) async throws -> EventReader {
        let request = HTTPClientRequest(.get, url + path, headers: headers)
        return EventReader(try await http.stream(request))
    }

    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain = (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
            let digits = String(byte, radix: 16, uppercase: true)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
    }
}

/// Reads server-sent events of the portal.
final class EventReader: Sendable {
    private let stream: HTTPStreamedReply
    private let rest = Locked("")

    init(_ stream: HTTPStreamedReply) { self.stream = stream }

    var status: Int { Int(stream.status.code) }

    /// Everything up to the event that holds a text, or to the end.
    func read(until text: String) async throws -> String {
        var read = rest.withLock { rest in
            defer { rest = "" }
            return rest
        }
        while true {
            if let place = read.ranges(of: text).first, let end = read[place.upperBound...].ranges(of: "\n\n").first {
                let after = String(read[end.upperBound...])
                rest.withLock { $0 = after }
                return String(read[..<end.upperBound])
            }
            guard let bytes = try await stream.next() else { return read }
            read += String(decoding: bytes, as: UTF8.self)
        }
    }

    func cancel() { stream.cancel() }
}
