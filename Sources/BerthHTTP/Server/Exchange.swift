internal import CMicroHTTPD
internal import Glibc
internal import Synchronization

/// One request and its answer, from the request line to the last byte sent.
///
/// Everything but `answer` belongs to the thread of libmicrohttpd that serves the connection; the task of the handler
/// only ever touches `answer`.
final class Exchange: @unchecked Sendable {
    private enum Answer {
        case pending
        /// The connection is suspended and has to be resumed by whoever changes this.
        case suspended
        case ready(HTTPResponse)
        case aborted
    }

    let core: ServerCore
    let open: OpenConnection
    private let connection: ConnectionReference
    private let rawTarget: [UInt8]
    private let started = ServerClock.microseconds()
    private let answer = Mutex<Answer>(.pending)

    var hasBegun = false
    private var request: HTTPRequest?
    private var refusal: HTTPProblem?
    private var body: [UInt8] = []
    private var receivedBytes = 0
    /// Bytes that the core counts for this body.
    private var takenBytes = 0
    private var handled = false
    private var task: Task<Void, Never>?
    private var pipe: BodyPipe?
    private var method = HTTPMethod.get
    private var status = HTTPStatus(0)
    private var route: String?
    private var answerBytes = 0

    init(_ core: ServerCore, _ open: OpenConnection, _ connection: ConnectionReference, rawTarget: [UInt8]) {
        self.core = core
        self.open = open
        self.connection = connection
        self.rawTarget = rawTarget
    }

    // MARK: What libmicrohttpd calls

    /// The head is complete and was not looked at before.
    func begin(method name: UnsafePointer<CChar>?) -> MHD_Result {
        method = HTTPMethod(name.map { String(cString: $0) } ?? "")
        guard open.enter(.body, until: core.limits.bodyTimeoutMilliseconds) else { return cut() }
        var reading = RequestHead()
        withUnsafeMutablePointer(to: &reading) {
            _ = MHD_get_connection_values_n(connection.pointer, .HEADER_KIND, ServerCallbacks.header, $0)
        }
        let head = reading
        refusal = head.problem(limits: core.limits, rawTarget: rawTarget)
        do {
            let target = try RequestTarget(reading: rawTarget)
            request = HTTPRequest(method: method, target: target, headers: head.headers, peer: open.peer)
        } catch {
            refusal = refusal ?? HTTPProblem(.badTarget, .badRequest, "\(error.message); send a path such as /requests")
        }
        if refusal == nil, let request, head.hasBody, let answer = core.settings.onHead?(request) {
            open.lingers = true
            return queue(answer)
        }
        guard let refusal, head.isRefusedAtOnce(refusal, limits: core.limits) else { return .YES }
        return refuse(refusal)
    }

    /// Some bytes of the body.
    func take(_ bytes: UnsafeRawBufferPointer) -> MHD_Result {
        receivedBytes += bytes.count
        if refusal == nil && receivedBytes > core.limits.bodyBytes {
            let problem = HTTPProblem.bodyTooLarge(limits: core.limits)
            refusal = problem
            body = []
            // In the middle of a body libmicrohttpd takes no answer: it is written past it.
            if !core.isSecure {
                status = problem.status
                open.writeLast(core.lastAnswer(problem, request).wireBytes())
                return .NO
            }
        }
        if refusal == nil {
            if core.takeBody(bytes.count) {
                takenBytes += bytes.count
            } else {
                refusal = .tooBusy
                body = []
            }
        }
        if refusal != nil { return receivedBytes > core.limits.drainBytes ? cut() : .YES }
        body.append(contentsOf: bytes)
        return .YES
    }

    /// The request is complete, or the handler has finished and resumed the connection.
    func complete() -> MHD_Result {
        if let refusal { return refuse(refusal) }
        if !handled {
            // The watch has told the peer to send it again: doing it now would be once too often.
            guard open.enter(.answering, until: nil) else { return cut() }
            handled = true
            if let problem = decompress() { return refuse(problem) }
            start()
        }
        var ready: HTTPResponse?
        var suspended = false
        let isRegistered = answer.withLock { if case .pending = $0 { true } else { false } } && core.register(self)
        answer.withLock { answer in
            switch answer {
            case .ready(let response): ready = response
            case .aborted: break
            case .pending, .suspended:
                guard isRegistered else { return answer = .aborted }
                answer = .suspended
                suspended = true
                MHD_suspend_connection(connection.pointer)
            }
        }
        if suspended { return .YES }
        if isRegistered { core.unregister(self) }
        guard let ready else { return cut() }
        return queue(ready)
    }

    /// Everything is sent, or the connection is gone.
    func completed() {
        answer.withLock { if case .ready = $0 {} else { $0 = .aborted } }
        task?.cancel()
        core.giveBack(takenBytes)
        if let pipe {
            answerBytes = pipe.sentBytes
            core.unregister(pipe, of: open)
            pipe.close()
        }
        open.enter(.idle, until: core.limits.idleTimeoutSeconds * 1000)
        guard status.code != 0 || request != nil else { return }
        core.settings.onAccess?(
            HTTPAccess(
                method: method, route: route, status: status,
                durationMicroseconds: ServerClock.microseconds() - started,
                requestBytes: receivedBytes, responseBytes: answerBytes, peer: open.peer))
    }

    // MARK: The handler

    private func start() {
        guard var request else { return }
        request.body = body
        body = []
        self.request = request
        let handler = core.handler
        let answering = { @Sendable [request] in
            let response = await handler(request)
            let prepared = response.prepared(for: request, settings: self.core.settings)
            self.finish(prepared)
        }
        // What takes long to read must not keep other connections of this thread waiting.
        task =
            request.body.count > Self.largeBodyBytes
            ? Task { await answering() } : Task.immediate { await answering() }
    }

    private func finish(_ response: HTTPResponse) {
        let resume = answer.withLock { answer -> Bool in
            switch answer {
            case .pending:
                answer = .ready(response)
                return false
            case .suspended:
                answer = .ready(response)
                return true
            case .ready, .aborted: return false
            }
        }
        guard resume else { return }
        core.unregister(self)
        MHD_resume_connection(connection.pointer)
    }

    /// Cuts the connection of a handler that has not finished by the deadline of the stop.
    func abort() {
        let resume = answer.withLock { answer -> Bool in
            switch answer {
            case .ready, .aborted: return false
            case .pending:
                answer = .aborted
                return false
            case .suspended:
                answer = .aborted
                return true
            }
        }
        if resume { MHD_resume_connection(connection.pointer) }
    }

    // MARK: The answer

    private func decompress() -> HTTPProblem? {
        guard let coding = request?.headers["Content-Encoding"] else { return nil }
        switch HTTPText.lowercased(HTTPText.trim(coding)) {
        case "identity", "": return nil
        case "gzip", "x-gzip":
            do {
                body = try Gzip.decompress(body, limitBytes: core.limits.bodyBytes)
                return nil
            } catch .tooLarge {
                return .bodyTooLarge(limits: core.limits)
            } catch {
                return HTTPProblem(
                    .badBody, .badRequest, "the body is not the gzip data that Content-Encoding promises")
            }
        default:
            return HTTPProblem(
                .unsupportedEncoding, .unsupportedMediaType, "Content-Encoding must be gzip or absent",
                headers: ["Accept-Encoding": "gzip"])
        }
    }

    private func refuse(_ problem: HTTPProblem) -> MHD_Result {
        open.lingers = open.lingers || receivedBytes > 0 || problem.status == .contentTooLarge
        return queue(core.settings.onProblem(problem, request))
    }

    private func queue(_ response: HTTPResponse) -> MHD_Result {
        status = response.status
        route = response.route
        let made: OpaquePointer?
        switch response.body {
        case .bytes(let bytes):
            answerBytes = method == .head ? 0 : bytes.count
            made = bytes.withUnsafeBytes {
                MHD_create_response_from_buffer(
                    $0.count, UnsafeMutableRawPointer(mutating: $0.baseAddress), .RESPMEM_MUST_COPY)
            }
        case .stream(let stream):
            let pipe = BodyPipe(
                connection, open, limit: core.limits.streamBufferBytes, whenStopping: stream.whenStopping)
            made = MHD_create_response_from_callback(
                UInt64.max, Self.streamBlockBytes, ServerCallbacks.read, Unmanaged.passRetained(pipe).toOpaque(),
                ServerCallbacks.readEnded)
            if method != .head && made != nil { begin(stream, pipe) }
        }
        guard let made else { return cut() }
        defer { MHD_destroy_response(made) }
        for field in response.sendableHeaders { MHD_add_response_header(made, field.name, field.value) }
        if core.isStopping || open.lingers { MHD_add_response_header(made, "Connection", "close") }
        return MHD_queue_response(connection.pointer, UInt32(response.status.code), made)
    }

    private func cut() -> MHD_Result {
        open.cut()
        return .NO
    }

    private func begin(_ stream: HTTPStream, _ pipe: BodyPipe) {
        self.pipe = pipe
        core.register(pipe, of: open)
        pipe.start(stream)
    }

    private static let streamBlockBytes = 16 << 10
    private static let largeBodyBytes = 32 << 10
}
