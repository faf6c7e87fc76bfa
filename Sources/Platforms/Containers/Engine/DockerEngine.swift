package import BerthData
package import BerthDocument
package import BerthPlatform

/// A client of the Docker API on a Unix socket: Docker's own engine, or Podman's service.
/// Source: Docker Engine API 1.41.
package struct DockerEngine: Sendable {
    /// Path of the socket.
    package let socket: String
    /// Seconds for calls that only look things up or change a state.
    package static let callSeconds = 30
    /// Bytes of the largest answer that is read.
    package static let answerBytes: Int64 = 8 << 20

    package init(socket: String) {
        self.socket = socket
    }

    /// A status with the document that came with it; `null` when there was none.
    package struct Reply: Sendable {
        package var status: Int
        package var body: Document

        /// What the engine says for itself.
        package var message: String? { body["message"]?.text ?? body["error"]?.text ?? body["cause"]?.text }
    }

    /// Calls the engine and reads the whole answer.
    ///
    /// - Parameter seconds: `nil` waits as long as the engine does.
    /// - Throws: `unreachable`, `cancelled`, `broken`; a status that says no is not an error here.
    package func call(
        _ method: String, _ path: String, _ body: Document? = nil, seconds: Int? = DockerEngine.callSeconds
    ) async throws(PlatformError) -> Reply {
        var request = self.request(method, path)
        request.totalSeconds = seconds
        request.maximumBytes = DockerEngine.answerBytes
        if let body {
            request.body = try DockerEngine.written(body)
            request.headers.append("Content-Type: application/json")
        } else if method == "POST" {
            request.body = []
        }
        if method != "GET" { return try await reply(to: request) }
        // Looking changes nothing, so that one failure of an engine that does much at once is not yet an answer.
        do throws(PlatformError) {
            let first = try await reply(to: request)
            if first.status < 500 { return first }
        } catch {
            if error.code == .cancelled || error.isTimeout { throw error }
        }
        return try await reply(to: request)
    }

    private func reply(to request: TransferRequest) async throws(PlatformError) -> Reply {
        let collected = Collected()
        let head = try await perform(request) { bytes, _ in
            collected.append(bytes)
            return true
        }
        return Reply(status: head.status, body: try DockerEngine.read(collected.all))
    }

    /// Calls the engine and hands over the answer as it comes.
    package func stream(
        _ method: String, _ path: String, seconds: Int?, _ sink: @escaping Transfer.Sink
    ) async throws(PlatformError) -> TransferHead {
        var request = self.request(method, path)
        request.totalSeconds = seconds
        request.maximumBytes = .max
        if method == "POST" { request.body = [] }
        return try await perform(request, sink)
    }

    private func request(_ method: String, _ path: String) -> TransferRequest {
        var request = TransferRequest(method, "http://engine/v1.41" + path)
        request.unixSocket = socket
        request.connectSeconds = 5
        return request
    }

    private func perform(_ request: TransferRequest, _ sink: @escaping Transfer.Sink) async throws(PlatformError)
        -> TransferHead
    {
        do throws(PlatformError) {
            return try await Transfer.perform(request, sink)
        } catch {
            throw .engine(error, socket: socket)
        }
    }

    private static func written(_ body: Document) throws(PlatformError) -> [UInt8] {
        do throws(DocumentError) {
            return try body.written(as: .json)
        } catch {
            throw PlatformError(.broken, "A call to the container engine cannot be written.", cause: "\(error)")
        }
    }

    static func read(_ bytes: [UInt8]) throws(PlatformError) -> Document {
        if bytes.allSatisfy({ $0 <= 32 }) { return .null }
        do throws(DocumentError) {
            return try Document.read(
                bytes, as: .json, limits: DocumentLimits(sizeBytes: Int(answerBytes), textBytes: Int(answerBytes)))
        } catch {
            // `OK` of the ping, and errors that are plain text.
            return .text(String(decoding: bytes.prefix(1000), as: UTF8.self))
        }
    }
}
