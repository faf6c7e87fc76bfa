import BerthHTTP
import BerthModel

/// What a task writes, in pieces as they come. A broken connection is taken up where it broke.
public struct LogBytes: AsyncSequence, Sendable {
    public typealias Element = [UInt8]
    public typealias Failure = ClientError

    let client: BrokerClient
    let session: UUID
    let output: TaskOutput
    let follows: Bool

    public func makeAsyncIterator() -> Iterator { Iterator(log: self) }

    public struct Iterator: AsyncIteratorProtocol {
        public typealias Failure = ClientError

        private let log: LogBytes
        private var stream: HTTPStreamedReply?
        /// Bytes that were handed out.
        private var seen = 0
        /// Bytes of this connection that were handed out before.
        private var skipped = 0
        private var patience = Patience()
        private var isOver = false

        init(log: LogBytes) { self.log = log }

        /// - Throws: what says that it never will be answered, and `cancelled` with the task.
        public mutating func next() async throws(ClientError) -> [UInt8]? {
            while !isOver {
                do throws(ClientError) {
                    if let bytes = try await read() {
                        patience.reset()
                        return bytes
                    }
                } catch {
                    stream = nil
                    guard error.isPassing, let wait = patience.next() else { throw error }
                    do {
                        try await Task.sleep(for: .milliseconds(wait))
                    } catch {
                        throw ClientError(.cancelled, "The request was cancelled.")
                    }
                }
            }
            return nil
        }

        /// The next bytes that were not handed out; nil when there are none yet, or none any more.
        private mutating func read() async throws(ClientError) -> [UInt8]? {
            guard let stream else {
                try await connect()
                return nil
            }
            let bytes = try await log.client.next(of: stream)
            guard let bytes else {
                isOver = true
                return nil
            }
            let old = Swift.min(bytes.count, seen - skipped)
            skipped += old
            if old == bytes.count { return nil }
            seen += bytes.count - old
            skipped += bytes.count - old
            return Array(bytes[old...])
        }

        private mutating func connect() async throws(ClientError) {
            let client = log.client
            let query = log.follows ? "?follow=true" : ""
            var request = client.bare(
                .get, "/sessions/\(log.session)/log/\(log.output.rawValue)\(query)", accept: "text/plain, */*;q=0.1")
            request.maximumBytes = .max
            let opened = try await client.open(request)
            guard opened.status.isSuccess else {
                throw try await client.refusal(opened, about: "the output of the session \(log.session)")
            }
            skipped = 0
            stream = opened
        }
    }
}
