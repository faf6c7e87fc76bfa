internal import CMicroHTTPD
internal import Glibc
internal import Synchronization

/// The bytes between the producer of a streamed body and the thread of libmicrohttpd that sends them.
///
/// The connection is suspended while there is nothing to send; whoever finds `suspended` set under the lock clears it
/// and resumes, so that it happens once. While it is set libmicrohttpd cannot free the connection.
final class BodyPipe: Sendable {
    private struct State {
        var bytes: [UInt8] = []
        var start = 0
        var ended = false
        var failed = false
        var gone = false
        var suspended = false
        var waiting: CheckedContinuation<Void, Never>?
        var producer: Task<Void, Never>?
        var sent = 0
    }

    private let state = Mutex(State())
    private let connection: ConnectionReference
    private let open: OpenConnection
    private let limit: Int
    let whenStopping: HTTPStream.WhenStopping

    init(
        _ connection: ConnectionReference, _ open: OpenConnection, limit: Int, whenStopping: HTTPStream.WhenStopping
    ) {
        self.connection = connection
        self.open = open
        self.limit = limit
        self.whenStopping = whenStopping
    }

    /// Bytes that libmicrohttpd has taken so far.
    var sentBytes: Int { state.withLock { $0.sent } }

    func start(_ stream: HTTPStream) {
        let task = Task {
            do {
                try await stream.produce(HTTPBodyWriter(pipe: self))
                self.finish(failed: false)
            } catch {
                self.finish(failed: true)
            }
        }
        let gone = state.withLock {
            $0.producer = task
            return $0.gone
        }
        if gone { task.cancel() }
    }

    func write(_ bytes: [UInt8]) async throws(HTTPError) {
        let full = state.withLock { state -> Bool? in
            if state.gone || state.ended { return nil }
            if state.start > 0 && state.start == state.bytes.count {
                state.bytes.removeAll(keepingCapacity: true)
                state.start = 0
            }
            state.bytes.append(contentsOf: bytes)
            resume(&state)
            return state.bytes.count - state.start > limit
        }
        guard let full else { throw Self.peerGone }
        if full { await room() }
        if state.withLock({ $0.gone }) { throw Self.peerGone }
    }

    private static let peerGone = HTTPError(
        .peerGone, "nobody reads the answer any more; stop producing it")

    private func room() async {
        await withCheckedContinuation { continuation in
            let now = state.withLock { state in
                if state.gone || state.bytes.count - state.start <= limit { return true }
                state.waiting = continuation
                return false
            }
            if now { continuation.resume() }
        }
    }

    /// Completes the body; nothing more is taken.
    func finish(failed: Bool) {
        state.withLock {
            if $0.ended { return }
            $0.ended = true
            $0.failed = failed
            resume(&$0)
        }
    }

    /// Completes or cuts the body in the middle of its producer's work, because the server stops.
    func stop() {
        if whenStopping == .finish { return }
        finish(failed: whenStopping == .cut)
        state.withLock { $0.producer }?.cancel()
    }

    /// The peer or the server is gone: the producer is cancelled and its writes throw.
    func close() {
        let (waiting, producer) = state.withLock { state in
            state.gone = true
            let result = (state.waiting, state.producer)
            state.waiting = nil
            resume(&state)
            return result
        }
        waiting?.resume()
        producer?.cancel()
    }

    private func resume(_ state: inout State) {
        guard state.suspended else { return }
        state.suspended = false
        MHD_resume_connection(connection.pointer)
    }

    /// What libmicrohttpd calls for more bytes; suspends the connection when there are none.
    func read(into buffer: UnsafeMutablePointer<CChar>, count: Int) -> Int {
        let (taken, waiting) = state.withLock { state -> (Int, CheckedContinuation<Void, Never>?) in
            if state.gone { return (cut(), nil) }
            let available = min(count, state.bytes.count - state.start)
            if available == 0 {
                if state.ended { return (state.failed ? cut() : Self.endOfStream, nil) }
                state.suspended = true
                MHD_suspend_connection(connection.pointer)
                return (0, nil)
            }
            state.bytes.withUnsafeBytes {
                UnsafeMutableRawPointer(buffer).copyMemory(from: $0.baseAddress! + state.start, byteCount: available)
            }
            state.start += available
            state.sent += available
            // A long backlog is not shifted at every read.
            if state.start > limit {
                state.bytes.removeFirst(state.start)
                state.start = 0
            }
            guard state.bytes.count - state.start <= limit / 2 else { return (available, nil) }
            let waiting = state.waiting
            state.waiting = nil
            return (available, waiting)
        }
        waiting?.resume()
        return taken
    }

    private func cut() -> Int {
        open.cut()
        return Self.endWithError
    }

    // Macros with casts (MHD_CONTENT_READER_END_OF_STREAM, …_WITH_ERROR) are not imported.
    private static let endOfStream = -1
    private static let endWithError = -2
}
