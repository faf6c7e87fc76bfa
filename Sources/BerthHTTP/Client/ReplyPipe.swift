internal import Synchronization

/// What has come back of one request, between the loop's thread, which fills it, and the task that waits for it.
final class ReplyPipe: Sendable {
    private enum Stage { case head, bytes, end }

    private struct State {
        var url: String
        var head: ReplyHead?
        var bytes: [UInt8] = []
        var end: Result<Void, HTTPError>?
        /// The peer has to wait until somebody takes the bytes.
        var isFull = false
        var waiting: (stage: Stage, continuation: CheckedContinuation<Void, Never>)?

        func has(_ stage: Stage) -> Bool {
            switch stage {
            case .head: head != nil || end != nil
            case .bytes: !bytes.isEmpty || end != nil
            case .end: end != nil
            }
        }
    }

    private let state: Mutex<State>
    private let limit: Int

    init(url: String, limit: Int) {
        state = Mutex(State(url: url))
        self.limit = limit
    }

    /// The URL that replies.
    var url: String { state.withLock { $0.url } }

    // MARK: Filled by the loop's thread

    func begin(_ head: ReplyHead, url: String) {
        change {
            $0.url = url
            $0.head = head
        }
    }

    /// False, and nothing taken, when the reader has to take something first.
    func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var taken = false
        change {
            if $0.bytes.count >= limit { return $0.isFull = true }
            $0.bytes.append(contentsOf: bytes)
            taken = true
        }
        return taken
    }

    /// The first end counts. Bytes that came before an error can still be read, unless nobody wants them.
    func end(_ result: Result<Void, HTTPError>) {
        change {
            if $0.end != nil { return }
            $0.end = result
            if case .failure(let error) = result, error.code == .cancelled || error.code == .stopped { $0.bytes = [] }
        }
    }

    var isFull: Bool { state.withLock { $0.isFull } }

    /// The peer need not wait any more.
    func resume() { state.withLock { $0.isFull = false } }

    private func change(_ body: (inout sending State) -> Void) {
        let ready = state.withLock { state -> CheckedContinuation<Void, Never>? in
            body(&state)
            guard let waiting = state.waiting, state.has(waiting.stage) else { return nil }
            state.waiting = nil
            return waiting.continuation
        }
        ready?.resume()
    }

    // MARK: Emptied by one task

    func head() async -> Result<ReplyHead, HTTPError> {
        await wait(for: .head)
        return state.withLock { state in
            if let head = state.head { return .success(head) }
            return .failure(Self.error(state))
        }
    }

    /// The next bytes, nil at the end; and whether the transfer has to be told that there is room again.
    func next() async -> Result<(bytes: [UInt8]?, resumes: Bool), HTTPError> {
        await wait(for: .bytes)
        return state.withLock { state in
            if state.bytes.isEmpty, case .failure(let error) = state.end { return .failure(error) }
            if state.bytes.isEmpty { return .success((nil, false)) }
            let taken = (state.bytes, state.isFull)
            state.bytes = []
            return .success(taken)
        }
    }

    func whole() async -> Result<(head: ReplyHead, body: [UInt8]), HTTPError> {
        await wait(for: .end)
        return state.withLock { state in
            guard let head = state.head, case .success = state.end else { return .failure(Self.error(state)) }
            let body = state.bytes
            state.bytes = []
            return .success((head, body))
        }
    }

    private func wait(for stage: Stage) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.has(stage) { return true }
                precondition(state.waiting == nil, "a reply is read by one task at a time")
                state.waiting = (stage, continuation)
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    private static func error(_ state: State) -> HTTPError {
        if case .failure(let error) = state.end { return error }
        return HTTPError(.brokenReply, "no reply came", subject: URLText.withoutSecrets(state.url))
    }
}
