/// Status and header fields of a reply, as libcurl hands them over line by line. Source: RFC 9112 §4 and §5.
struct ReplyHead: Sendable {
    private(set) var status = HTTPStatus(0)
    var headers = HTTPHeaders()
    /// Whether the empty line after the last field has come.
    private(set) var isComplete = false
    /// Bytes of all lines, of interim replies too.
    private(set) var bytes = 0

    /// Reads one line with its end. A status line after a complete head begins another: an interim reply was before it.
    mutating func add(line: UnsafeRawBufferPointer) {
        bytes += line.count
        var line = line[...]
        while let last = line.last, last == 10 || last == 13 { line = line.dropLast() }
        if line.isEmpty {
            isComplete = status.code != 0
        } else if line.starts(with: "HTTP/".utf8) {
            status = Self.status(line)
            headers = HTTPHeaders()
            isComplete = false
        } else if line.first == 32 || line.first == 9 {
            continueLast(line)
        } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
            let name = HTTPText.decoded(line[..<colon])
            if HTTPText.isToken(name) { headers.add(name, Self.text(line[(colon + 1)...])) }
        }
    }

    /// The body length that the fields tell.
    var contentLength: Int? {
        guard let text = headers["Content-Length"], !text.isEmpty, text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 })
        else { return nil }
        return Int(text) ?? .max
    }

    /// Whether the reply leads to another address.
    var isRedirection: Bool {
        [301, 302, 303, 307, 308].contains(status.code) && !(headers["Location"] ?? "").isEmpty
    }

    /// An old form of long values: the line goes on with the next. Source: RFC 9112 §5.2.
    private mutating func continueLast(_ line: Slice<UnsafeRawBufferPointer>) {
        guard let last = headers.fields.last else { return }
        headers.replaceLast(with: HTTPText.trim("\(last.value) \(Self.text(line))"))
    }

    private static func status(_ line: Slice<UnsafeRawBufferPointer>) -> HTTPStatus {
        guard let blank = line.firstIndex(of: 32) else { return HTTPStatus(0) }
        let digits = line[(blank + 1)...].prefix { $0 >= 48 && $0 <= 57 }
        return HTTPStatus(digits.count == 3 ? digits.reduce(0) { $0 * 10 + Int($1 - 48) } : 0)
    }

    private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        HTTPText.trim(HTTPText.decoded(bytes))
    }
}
