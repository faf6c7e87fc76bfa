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
        /// Where in the output the next byte of this connection stands.
        private var place = 0
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
            let old = Swift.min(bytes.count, seen - place)
            place += bytes.count
            if old == bytes.count { return nil }
            seen = place
            return Array(bytes[old...])
        }

        private mutating func connect() async throws(ClientError) {
            let client = log.client
            let query = log.follows ? "?follow=true" : ""
            var request = client.bare(
                .get, "/sessions/\(log.session)/log/\(log.output.rawValue)\(query)", accept: "text/plain, */*;q=0.1")
            request.maximumBytes = .max
            if seen > 0 {
                request.headers["Range"] = "bytes=\(seen)-"
                // The bytes of a compressed output would be others.
                request.headers["Accept-Encoding"] = "identity"
            }
            let opened = try await client.open(request)
            if opened.status == .rangeNotSatisfiable && seen > 0 && !log.follows {
                // All that was written has been handed out.
                isOver = true
                return
            }
            guard opened.status.isSuccess else {
                throw try await client.refusal(opened, about: "the output of the session \(log.session)")
            }
            place = try start(of: opened)
            stream = opened
        }

        /// Where the body of a reply begins in the output: whoever does not know ranges sends the whole.
        private func start(of reply: HTTPStreamedReply) throws(ClientError) -> Int {
            if reply.status != .partialContent { return 0 }
            let range = reply.headers["Content-Range"] ?? ""
            let first = range.hasPrefix("bytes ") ? range.dropFirst(6).prefix { $0 != "-" } : ""
            guard let start = Int(first), (0...seen).contains(start) else {
                throw ClientError(
                    .brokenReply, "The broker at \(log.client.url) sent another part of the output than was asked for.")
            }
            return start
        }
    }
}
