import BerthHTTP
import Testing

/// A browser without a screen before a real portal: it keeps cookies and sends the forms that it is shown.
final class PageWalker {
    struct Page {
        var status: Int
        var location: String?
        var text: String
        var headers: HTTPHeaders
    }

    private let url: String
    private let http: HTTPClient
    private var cookies: [String: String] = [:]

    init(_ url: String, authorityPath: String? = nil) {
        self.url = url
        var settings = HTTPClientSettings()
        settings.authorityPath = authorityPath
        http = HTTPClient(settings)
    }

    func get(_ path: String, accept: String = "text/html") async throws -> Page {
        try await send(HTTPClientRequest(.get, url + path, headers: ["Accept": accept]))
    }

    /// Sends a form of a page, with its hidden word.
    func post(_ path: String, of page: Page? = nil, _ fields: [(String, String)] = []) async throws -> Page {
        var fields = fields
        if let word = page.flatMap({ Self.value(of: "guard", in: $0.text) }) { fields.append(("guard", word)) }
        let body = fields.map { Self.escaped($0.0) + "=" + Self.escaped($0.1) }.joined(separator: "&")
        var request = HTTPClientRequest(.post, url + path, body: Array(body.utf8))
        request.headers["Content-Type"] = "application/x-www-form-urlencoded"
        return try await send(request)
    }

    /// The value of a hidden field.
    static func value(of name: String, in page: String) -> String? {
        guard let start = page.firstRange(of: "name=\"\(name)\" value=\"") else { return nil }
        return String(page[start.upperBound...].prefix { $0 != "\"" })
    }

    private func send(_ request: HTTPClientRequest) async throws -> Page {
        var request = request
        if !cookies.isEmpty {
            request.headers["Cookie"] = cookies.map { "\($0.key)=\($0.value)" }.joined(separator: "; ")
        }
        request.totalSeconds = 60
        let reply = try await http.send(request)
        for cookie in reply.headers.values("Set-Cookie") {
            let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            cookies[String(pair[0])] = String(pair[1])
        }
        return Page(
            status: reply.status.code, location: reply.headers["Location"],
            text: String(decoding: reply.body, as: UTF8.self), headers: reply.headers)
    }

    private static func escaped(_ text: String) -> String {
        text.utf8.map { byte in
            let hex = String(byte, radix: 16)
            return hex.utf8.count == 1 ? "%0\(hex)" : "%\(hex)"
        }.joined()
    }
}
