package import BerthData
package import BerthHTTP
package import BerthModel

/// Fetches what catalogues and records name. Their addresses are foreign: only http and https, no address inside the
/// site, and bounds on bytes, redirections and seconds.
package struct Fetcher: Sendable {
    package struct Limits: Sendable, Hashable {
        package var connectSeconds: Double = 5
        /// From the begin of a request to the end of its answer.
        package var totalSeconds: Double = 20
        package var redirects = 5
        /// Bytes of a codemeta.json.
        package var descriptionBytes = 2 << 20
        /// Bytes of one page of a service.
        package var pageBytes = 16 << 20

        package init() {}
    }

    private let client: HTTPClient
    package let rule: AddressRule
    package let limits: Limits
    private let now: @Sendable () -> Instant

    /// - Parameter now: the clock by which a date is told that a service wants to be left alone until.
    package init(
        _ client: HTTPClient, _ rule: AddressRule = AddressRule(), _ limits: Limits = Limits(),
        now: @escaping @Sendable () -> Instant
    ) {
        self.client = client
        self.now = now
        self.rule = rule
        self.limits = limits
    }

    enum Part: Sendable, Hashable {
        case last(Int)
        case from(Int, bytes: Int)
    }

    /// The whole answer, when it is one that was hoped for.
    ///
    /// - Parameter isOurs: the address was set by an administrator, and may lie inside the site.
    /// - Throws: every code of this room that a fetch can end with; `tooBusy` with how long to wait.
    func get(
        _ url: String, name: String, maximumBytes: Int, isOurs: Bool = false
    ) async throws(SoftwareError) -> [UInt8] {
        try await answer(url, name: name, maximumBytes: maximumBytes, isOurs: isOurs).bytes
    }

    /// The same, with how many seconds to wait before the next question: a service may say so before it refuses one.
    func answer(
        _ url: String, name: String, maximumBytes: Int, isOurs: Bool
    ) async throws(SoftwareError) -> (bytes: [UInt8], waitSeconds: Int64?) {
        let reply = try await send(url, name: name, maximumBytes: maximumBytes, isOurs: isOurs, range: nil)
        try check(reply, name)
        return (reply.body, RateLimit.wait(reply.headers, isRefused: false, now: now()))
    }

    /// Some bytes of a file, and how many the file has.
    func part(
        _ url: String, name: String, _ part: Part
    ) async throws(SoftwareError) -> (bytes: [UInt8], size: Int) {
        let (range, wanted) =
            switch part {
            case .last(let count): ("bytes=-\(count)", count)
            case .from(let first, let bytes): ("bytes=\(first)-\(first + bytes - 1)", bytes)
            }
        let reply = try await send(url, name: name, maximumBytes: wanted, isOurs: false, range: range)
        if reply.status == .ok, case .last = part { return (reply.body, reply.body.count) }
        if reply.status.code != 206 {
            try check(reply, name)
            throw SoftwareError(
                .brokenReply, "The server of \(name) does not hand out parts of files, and the whole is too large.",
                subject: name)
        }
        guard let size = Self.size(reply.headers["Content-Range"]), reply.body.count <= wanted,
            (reply.body.count...Self.largestFile).contains(size)
        else {
            throw SoftwareError(
                .brokenReply, "The server of \(name) answers with another part of it than was asked for.",
                subject: name)
        }
        return (reply.body, size)
    }

    /// More bytes than a file has anywhere; places in it, and a little beyond, can be counted.
    private static let largestFile = 1 << 50

    /// How long a file is: `bytes 0-99/1234`.
    private static func size(_ field: String?) -> Int? {
        field?.split(separator: "/").last.flatMap { Int($0) }
    }

    private func send(
        _ url: String, name: String, maximumBytes: Int, isOurs: Bool, range: String?
    ) async throws(SoftwareError) -> HTTPReply {
        if DataURL.fault(of: url) != nil {
            throw SoftwareError(
                .addressRefused, "The address of \(name) is none of http or https, and nothing else is fetched.",
                subject: name)
        }
        var request = HTTPClientRequest(.get, url)
        request.headers["Accept"] = "application/json, */*;q=0.5"
        if let range {
            request.headers["Range"] = range
            // Parts of what a server compresses on the way are parts of something else.
            request.headers["Accept-Encoding"] = "identity"
        }
        request.connectSeconds = limits.connectSeconds
        request.totalSeconds = limits.totalSeconds
        request.maximumBytes = maximumBytes
        request.maximumRedirects = limits.redirects
        let allows = { @Sendable [rule] (address: HTTPAddress) in
            NetworkAddress(address.host).map { rule.allows($0) } ?? false
        }
        if !isOurs { request.allows = allows }
        request.allowsElsewhere = allows
        do throws(HTTPError) {
            return try await client.send(request)
        } catch {
            throw .fetching(name, error, limits, maximumBytes)
        }
    }

    private func check(_ reply: HTTPReply, _ name: String) throws(SoftwareError) {
        switch reply.status.code {
        case 200: return
        case 429, 503:
            // A service that is down need not say for how long.
            let isTold = reply.status.code == 429 || reply.headers["Retry-After"] != nil
            throw SoftwareError(
                .tooBusy, "\(name) is asked too often and wants to be left alone for now; try again later.",
                subject: name,
                retryAfterSeconds: isTold ? RateLimit.wait(reply.headers, isRefused: true, now: now()) : nil)
        case 404, 410: throw SoftwareError(.notFound, "There is no \(name) any more.", subject: name)
        case 500...599:
            throw SoftwareError(
                .unreachable, "The service of \(name) does not work now (status \(reply.status.code)).", subject: name)
        default:
            throw SoftwareError(
                .brokenReply, "\(name) cannot be had: the service answers with status \(reply.status.code).",
                subject: name)
        }
    }
}

extension SoftwareError {
    /// What a fetch ended with. The one place that knows the errors of the client.
    static func fetching(_ name: String, _ error: HTTPError, _ limits: Fetcher.Limits, _ bytes: Int) -> SoftwareError {
        let cause = error.message
        switch error.code {
        case .addressRefused:
            return SoftwareError(
                .addressRefused, "The address of \(name) leads inside this site, where nothing is fetched from.",
                subject: name)
        case .tooSlow:
            return SoftwareError(
                .tooSlow, "\(name) did not come within \(Int(limits.totalSeconds)) seconds; try again later.",
                subject: name)
        case .tooLarge where cause.contains("leads to"):
            return SoftwareError(
                .tooManyRedirects, "The address of \(name) leads to one other after another, and never to a file.",
                subject: name)
        case .tooLarge:
            let limit = bytes >= 1 << 20 ? "\(bytes >> 20) MiB" : "\(bytes) bytes"
            return SoftwareError(
                .tooLarge, "\(name) has more than the \(limit) that are read of such a file.", subject: name)
        case .badRequest:
            return SoftwareError(
                .addressRefused, "The address of \(name) is none of http or https, and nothing else is fetched.",
                subject: name, cause: cause)
        case .brokenReply:
            return SoftwareError(
                .brokenReply, "What came of \(name) ended early or is no answer.", subject: name,
                cause: cause)
        case .unreachable, .untrusted, .cancelled, .peerGone, .localFailure, .stopped:
            return SoftwareError(.unreachable, "The server of \(name) cannot be reached.", subject: name, cause: cause)
        }
    }
}
