import BerthHTTP
import BerthModel

/// The changes of a session until it ends. A broken connection is taken up where it broke; a broker without events is
/// asked again and again.
public struct SessionEvents: AsyncSequence, Sendable {
    public typealias Element = SessionEvent
    public typealias Failure = ClientError

    let client: BrokerClient
    let session: UUID
    let after: Int64?

    public func makeAsyncIterator() -> Iterator { Iterator(self) }

    public struct Iterator: AsyncIteratorProtocol {
        public typealias Failure = ClientError

        private let client: BrokerClient
        private let session: UUID
        private var lastID: String?
        private var stream: HTTPStreamedReply?
        private var parser = EventParser()
        private var waiting: [SessionEvent] = []
        private var patience = Patience()
        private var poll: SessionPoll?
        private var isOver = false

        init(_ events: SessionEvents) {
            client = events.client
            session = events.session
            lastID = events.after.map { "\($0)" }
        }

        /// - Throws: what says that it never will be answered, and `cancelled` with the task.
        public mutating func next() async throws(ClientError) -> SessionEvent? {
            while true {
                if !waiting.isEmpty { return waiting.removeFirst() }
                if isOver { return nil }
                if poll != nil {
                    try await askAgain()
                    continue
                }
                do throws(ClientError) {
                    try await read()
                } catch {
                    stream = nil
                    guard error.isPassing, let wait = patience.next() else { throw error }
                    waiting.append(.interrupted(error))
                    try await Self.sleep(Patience.longer(wait, seconds: error.retryAfterSeconds))
                }
            }
        }

        /// Reads on, or connects first.
        private mutating func read() async throws(ClientError) {
            guard let stream else { return try await connect() }
            let bytes = try await client.next(of: stream)
            guard let bytes else {
                throw ClientError(.unreachable, "The broker at \(client.url) ended the stream of events.")
            }
            for event in parser.take(bytes) {
                patience.reset()
                lastID = event.id ?? lastID
                guard let known = SessionEvent(event) else { continue }
                waiting.append(known)
                if case .session(let received) = known, received.value.phase?.isEnd ?? false { isOver = true }
            }
            if parser.isOverflown {
                throw ClientError(.brokenReply, "The broker at \(client.url) sends events without an end.")
            }
            if let milliseconds = parser.retryMilliseconds { patience.firstMilliseconds = milliseconds }
        }

        private mutating func connect() async throws(ClientError) {
            var request = client.bare(.get, "/sessions/\(session)/events", accept: "text/event-stream")
            request.headers["Last-Event-ID"] = lastID
            request.headers["Cache-Control"] = "no-store"
            // A broker says at least every so often that it is still there.
            request.stalledSeconds = 60
            request.maximumBytes = .max
            let opened = try await client.open(request)
            if opened.status == .noContent {
                isOver = true
                return
            }
            let type = opened.headers["Content-Type"].flatMap { MediaType(reading: $0) }
            if opened.status == .ok, type?.essence == "text/event-stream" {
                parser = EventParser()
                stream = opened
                return
            }
            if opened.status.isSuccess || [404, 405, 406, 501].contains(opened.status.code) {
                // Another kind of broker; whether there is the session at all it will say itself.
                poll = SessionPoll()
                return
            }
            throw try await client.refusal(opened, about: "the events of the session \(session)")
        }

        private mutating func askAgain() async throws(ClientError) {
            if let wait = poll?.wait { try await Self.sleep(wait) }
            do throws(ClientError) {
                let received = try await client.session(session)
                patience.reset()
                waiting += poll?.events(of: received) ?? []
                isOver = received.value.phase?.isEnd ?? false
            } catch {
                guard error.isPassing, let wait = patience.next() else { throw error }
                waiting.append(.interrupted(error))
                try await Self.sleep(wait)
            }
        }

        private static func sleep(_ milliseconds: Int64) async throws(ClientError) {
            do {
                try await Task.sleep(for: .milliseconds(milliseconds))
            } catch {
                throw ClientError(.cancelled, "The request was cancelled.")
            }
        }
    }
}

extension ClientError {
    /// Whether it may be otherwise in a moment.
    package var isPassing: Bool {
        switch code {
        case .unreachable, .tooSlow, .brokenReply, .tooMany, .unavailable, .serviceFailed: true
        default: false
        }
    }
}
