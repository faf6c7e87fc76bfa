internal import CLibCurl
internal import Glibc

/// One request on its way, redirections included: what is asked and libcurl's handle for it.
///
/// Everything but `pipe` belongs to the loop's thread, which is the only one that calls libcurl.
final class ClientTransfer: @unchecked Sendable {
    /// Why a transfer is ended from this side.
    private enum Stop { case size, headers, address }

    let pipe: ReplyPipe
    /// As it was asked, and as it is after redirections.
    private let first: HTTPClientRequest
    private(set) var request: HTTPClientRequest
    private(set) var easy: UnsafeMutableRawPointer?
    private let settings: HTTPClientSettings
    private var fields: UnsafeMutablePointer<curl_slist>?
    /// Where libcurl writes a sentence about a failure.
    private let complaint = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
    private var head = ReplyHead()
    private var isHeadGiven = false
    private var receivedBytes = 0
    private var stop: Stop?
    /// Milliseconds of `ServerClock` by which everything is over.
    private var deadline: UInt64?
    private var lastByteAt = ServerClock.milliseconds()
    private var sentBytes: curl_off_t = 0

    init(_ request: HTTPClientRequest, _ settings: HTTPClientSettings, _ pipe: ReplyPipe) {
        first = request
        self.request = request
        self.settings = settings
        self.pipe = pipe
        complaint.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit { complaint.deallocate() }

    // MARK: What the loop calls

    /// Makes the handle for the request as it is now; false when libcurl gives none.
    func prepare(from spares: SpareHandles) -> Bool {
        guard let easy = spares.take() else { return false }
        self.easy = easy
        head = ReplyHead()
        stop = nil
        receivedBytes = 0
        sentBytes = 0
        lastByteAt = ServerClock.milliseconds()
        if deadline == nil, let seconds = request.totalSeconds {
            deadline = lastByteAt + UInt64(Self.milliseconds(seconds))
        }
        configure(easy)
        configureConnection(easy)
        configureCallbacks(easy)
        return true
    }

    /// Gives the handle back; the loop has taken it out of the multi handle.
    func dispose(into spares: SpareHandles) {
        if let easy { spares.give(easy) }
        if let fields { curl_slist_free_all(fields) }
        easy = nil
        fields = nil
    }

    /// Takes the result of the handle: true when the request has to be sent again to another address.
    func finish(_ result: CURLcode, _ spares: SpareHandles) -> Bool {
        let failure = self.failure(result)
        let target = redirection
        dispose(into: spares)
        if let failure {
            pipe.end(.failure(failure))
            return false
        }
        guard follows else {
            pipe.end(.success(()))
            return false
        }
        guard request.maximumRedirects > 0 else {
            let error = HTTPError(
                .tooLarge, "the address leads to more than \(first.maximumRedirects) others in turn",
                subject: URLText.withoutSecrets(first.url))
            pipe.end(.failure(error))
            return false
        }
        let next = request.redirected(head.status, to: target ?? "")
        if let fault = next.fault {
            pipe.end(.failure(fault))
            return false
        }
        request = next
        return true
    }

    /// Lets the peer go on after its bytes were taken.
    func resume() {
        guard let easy else { return }
        lastByteAt = ServerClock.milliseconds()
        pipe.resume()
        curl_easy_pause(easy, CURLPAUSE_CONT)
    }

    /// The millisecond at which it has stalled unless something comes before; nil without that limit.
    func stallsAt(now: UInt64) -> UInt64? {
        guard let seconds = request.stalledSeconds, let easy else { return nil }
        var sent: curl_off_t = 0
        _ = berth_curl_get_offset(easy, CURLINFO_SIZE_UPLOAD_T, &sent)
        if sent != sentBytes || pipe.isFull {
            sentBytes = sent
            lastByteAt = now
        }
        return lastByteAt + UInt64(Self.milliseconds(seconds))
    }

    var stallError: HTTPError {
        HTTPError(
            .tooSlow, "nothing came for \(request.stalledSeconds ?? 0) seconds; try again later or allow more time",
            subject: URLText.withoutSecrets(request.url))
    }

    // MARK: The result

    /// Redirections are followed here and not by libcurl, so that what goes to another origin is ours to say.
    private var follows: Bool { !isHeadGiven && head.isRedirection }

    private var redirection: String? {
        guard let easy, follows else { return nil }
        var text: UnsafeMutablePointer<CChar>?
        _ = berth_curl_get_text(easy, CURLINFO_REDIRECT_URL, &text)
        return text.map { String(cString: $0) }
    }

    private func failure(_ result: CURLcode) -> HTTPError? {
        let subject = URLText.withoutSecrets(request.url)
        switch stop {
        case .size:
            return HTTPError(
                .tooLarge, "the reply is larger than the \(request.maximumBytes) bytes that are allowed",
                subject: subject)
        case .headers:
            return HTTPError(
                .tooLarge, "the header fields of the reply are larger than \(Self.headerBytes) bytes", subject: subject)
        case .address:
            return HTTPError(.addressRefused, "the address stands for a place that is not allowed", subject: subject)
        case nil: break
        }
        if result == CURLE_OK { return nil }
        var connected: curl_off_t = 0
        if let easy { _ = berth_curl_get_offset(easy, CURLINFO_PRETRANSFER_TIME_T, &connected) }
        return .transfer(result, request, isConnected: connected > 0, detail: String(cString: complaint))
    }

    // MARK: The handle

    private func configure(_ easy: UnsafeMutableRawPointer) {
        _ = berth_curl_set_text(easy, CURLOPT_URL, request.url)
        _ = berth_curl_set_text(easy, CURLOPT_PROTOCOLS_STR, "http,https")
        _ = berth_curl_set_text(easy, CURLOPT_USERAGENT, settings.userAgent)
        if request.method == .head {
            _ = berth_curl_set_long(easy, CURLOPT_NOBODY, 1)
        } else if request.method != .get || request.body != nil {
            _ = berth_curl_set_text(easy, CURLOPT_CUSTOMREQUEST, request.method.name)
        }
        let hasBody = [HTTPMethod.post, .put, .patch].contains(request.method)
        if let body = request.body ?? (hasBody ? [] : nil), request.method != .head {
            _ = berth_curl_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
            body.withUnsafeBytes { bytes in
                // Copied by libcurl; a pointer has to be there even for nothing.
                let start = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)
                _ = berth_curl_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: start))
            }
        }
        // Who names the encodings that he takes gets the bytes as they come.
        if request.headers["Accept-Encoding"] == nil { _ = berth_curl_set_text(easy, CURLOPT_ACCEPT_ENCODING, "gzip") }
        for field in request.headers where !Self.isOurs(field.name) {
            let line = field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"
            fields = curl_slist_append(fields, line)
        }
        // What libcurl would add by itself.
        if request.headers["Content-Type"] == nil { fields = curl_slist_append(fields, "Content-Type:") }
        fields = curl_slist_append(fields, "Expect:")
        _ = berth_curl_set_list(easy, CURLOPT_HTTPHEADER, fields)
    }

    private func configureConnection(_ easy: UnsafeMutableRawPointer) {
        _ = berth_curl_set_long(easy, CURLOPT_NOSIGNAL, 1)
        // A name that takes long to resolve must not hold up the loop when nobody waits for it any more.
        _ = berth_curl_set_long(easy, CURLOPT_QUICK_EXIT, 1)
        _ = berth_curl_set_long(easy, CURLOPT_TCP_KEEPALIVE, 1)
        _ = berth_curl_set_long(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        _ = berth_curl_set_long(easy, CURLOPT_BUFFERSIZE, settings.readBytes)
        if !settings.remembersNames { _ = berth_curl_set_long(easy, CURLOPT_DNS_CACHE_TIMEOUT, 0) }
        // Empty: no proxy from the environment, which would be the only address that is ever checked.
        _ = berth_curl_set_text(easy, CURLOPT_PROXY, settings.proxy ?? "")
        _ = berth_curl_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, Self.milliseconds(request.connectSeconds))
        if let deadline {
            let now = ServerClock.milliseconds()
            _ = berth_curl_set_long(easy, CURLOPT_TIMEOUT_MS, deadline > now ? Int(deadline - now) : 1)
        }
        _ = berth_curl_set_long(easy, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        _ = berth_curl_set_long(easy, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let path = settings.authorityPath { _ = berth_curl_set_text(easy, CURLOPT_CAINFO, path) }
        if let authorities = settings.authorities { Self.set(easy, CURLOPT_CAINFO_BLOB, authorities) }
        if let certificate = settings.certificate {
            Self.set(easy, CURLOPT_SSLCERT_BLOB, certificate.certificate)
            Self.set(easy, CURLOPT_SSLKEY_BLOB, certificate.key)
        }
        if let path = request.unixSocket { _ = berth_curl_set_text(easy, CURLOPT_UNIX_SOCKET_PATH, path) }
        if settings.idleConnections == 0 { _ = berth_curl_set_long(easy, CURLOPT_FORBID_REUSE, 1) }
    }

    private static func set(_ easy: UnsafeMutableRawPointer, _ option: CURLoption, _ bytes: [UInt8]) {
        bytes.withUnsafeBytes { _ = berth_curl_set_blob(easy, option, $0.baseAddress, $0.count) }
    }

    private func configureCallbacks(_ easy: UnsafeMutableRawPointer) {
        let me = Unmanaged.passUnretained(self).toOpaque()
        _ = berth_curl_set_pointer(easy, CURLOPT_PRIVATE, me)
        _ = berth_curl_set_pointer(easy, CURLOPT_ERRORBUFFER, complaint)
        _ = berth_curl_set_pointer(easy, CURLOPT_HEADERDATA, me)
        _ = berth_curl_set_transfer(easy, CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
            return ClientTransfer.at(context)?.take(line: line) == true ? size * count : 0
        }
        _ = berth_curl_set_pointer(easy, CURLOPT_WRITEDATA, me)
        _ = berth_curl_set_transfer(easy, CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            guard let transfer = ClientTransfer.at(context) else { return 0 }
            return transfer.take(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        _ = berth_curl_set_pointer(easy, CURLOPT_OPENSOCKETDATA, me)
        _ = berth_curl_set_opensocket(easy) { context, _, address in
            guard let address, let transfer = ClientTransfer.at(context) else { return -1 }
            return transfer.openSocket(address)
        }
        guard request.allows != nil, request.unixSocket == nil else { return }
        _ = berth_curl_set_pointer(easy, CURLOPT_PREREQDATA, me)
        _ = berth_curl_set_prereq(easy) { context, host, _, port, _ in
            guard let host, let transfer = ClientTransfer.at(context) else { return CURL_PREREQFUNC_ABORT }
            return transfer.mayAsk(String(cString: host), port)
        }
    }

    private static func at(_ context: UnsafeMutableRawPointer?) -> ClientTransfer? {
        context.map { Unmanaged<ClientTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    // MARK: What libcurl calls

    private func take(line: UnsafeRawBufferPointer) -> Bool {
        lastByteAt = ServerClock.milliseconds()
        // Fields after the body.
        if isHeadGiven { return true }
        head.add(line: line)
        if head.bytes > Self.headerBytes {
            stop = .headers
            return false
        }
        guard head.isComplete, head.status.code >= 200, !(first.maximumRedirects > 0 && head.isRedirection) else {
            return true
        }
        return giveHead()
    }

    private func giveHead() -> Bool {
        if request.method != .head, !head.status.hasNoBody, let length = head.contentLength,
            length > request.maximumBytes
        {
            stop = .size
            return false
        }
        if request.headers["Accept-Encoding"] == nil, head.headers["Content-Encoding"] != nil {
            head.headers["Content-Encoding"] = nil
            head.headers["Content-Length"] = nil
        }
        isHeadGiven = true
        pipe.begin(head, url: request.url)
        return true
    }

    /// Takes a part of the body: how much of it, or that the peer has to wait.
    private func take(_ bytes: UnsafeRawBufferPointer) -> Int {
        lastByteAt = ServerClock.milliseconds()
        if bytes.isEmpty { return 0 }
        if bytes.count > request.maximumBytes - receivedBytes {
            stop = .size
            return 0
        }
        // The body of a redirection is of no use to anybody.
        if isHeadGiven && !pipe.append(bytes) { return Int(CURL_WRITEFUNC_PAUSE) }
        receivedBytes += bytes.count
        return bytes.count
    }

    private func openSocket(_ peer: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
        if let allows = request.allows, request.unixSocket == nil {
            // The address goes on behind the field that stands for its beginning.
            let start = UnsafeRawPointer(peer) + (MemoryLayout<curl_sockaddr>.offset(of: \.addr) ?? 0)
            let isAllowed = HTTPAddress(start.assumingMemoryBound(to: sockaddr.self)).map(allows) ?? false
            // One address of several is enough.
            stop = isAllowed ? nil : .address
            if !isAllowed { return -1 }
        }
        // No program that is started from here inherits it.
        let kind = peer.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
        return socket(peer.pointee.family, kind, peer.pointee.protocol)
    }

    /// Asked on a connection that is kept as well: another request may have been allowed to make it.
    private func mayAsk(_ host: String, _ port: Int32) -> Int32 {
        let address = HTTPAddress(numeric: host, port: UInt16(truncatingIfNeeded: port))
        if let address, request.allows?(address) ?? true { return CURL_PREREQFUNC_OK }
        stop = .address
        return CURL_PREREQFUNC_ABORT
    }

    /// Fields that follow from the body and the connection.
    private static func isOurs(_ name: String) -> Bool {
        ["Content-Length", "Transfer-Encoding", "Connection", "Expect"].contains { HTTPHeaders.same($0, name) }
    }

    /// At least one, because 0 means never to libcurl.
    private static func milliseconds(_ seconds: Double) -> Int {
        seconds > 0 ? max(1, Int(min(seconds * 1_000, Double(Int32.max)))) : 1
    }

    private static let headerBytes = 256 << 10
}
