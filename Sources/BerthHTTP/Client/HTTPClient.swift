/// Sends requests to other services, any number at once, on one thread of its own.
///
/// Connections are kept for the next request to the same host, and shared by HTTP/2 where TLS offers it.
package final class HTTPClient: Sendable {
    let loop: ClientLoop

    package init(_ settings: HTTPClientSettings = HTTPClientSettings()) {
        loop = ClientLoop(settings)
        Thread.detach { [loop] in loop.run() }
    }

    deinit { loop.beginClose() }

    /// Sends a request and collects its reply. Cancelling the task ends the transfer at once.
    /// - Throws: `badRequest`, `unreachable`, `addressRefused`, `tooSlow`, `tooLarge`, `untrusted`, `brokenReply`,
    ///   `cancelled`, `localFailure`, `stopped`; a status that says no is not an error.
    package func send(_ request: HTTPClientRequest) async throws(HTTPError) -> HTTPReply {
        let transfer = try begin(request, bufferBytes: .max)
        let whole = await whileRunning(transfer) { await transfer.pipe.whole() }
        let (head, body) = try whole.get()
        return HTTPReply(status: head.status, headers: head.headers, body: body, url: transfer.pipe.url)
    }

    /// Sends a request and returns when the head of its reply is here.
    /// - Throws: as `send`.
    package func stream(_ request: HTTPClientRequest) async throws(HTTPError) -> HTTPStreamedReply {
        let transfer = try begin(request, bufferBytes: loop.settings.streamBufferBytes)
        let head = await whileRunning(transfer) { await transfer.pipe.head() }
        return HTTPStreamedReply(try head.get(), self, transfer)
    }

    /// Ends what is running with `stopped` and closes every connection. Repeating it is harmless.
    package func close() async { await loop.close() }

    private func begin(_ request: HTTPClientRequest, bufferBytes: Int) throws(HTTPError) -> ClientTransfer {
        if let fault = request.fault { throw fault }
        if Task.isCancelled { throw .cancelled(request) }
        let transfer = ClientTransfer(request, loop.settings, ReplyPipe(url: request.url, limit: bufferBytes))
        loop.start(transfer)
        return transfer
    }

    func whileRunning<Value: Sendable>(
        _ transfer: ClientTransfer, _ body: @Sendable () async -> Result<Value, HTTPError>
    ) async -> Result<Value, HTTPError> {
        await withTaskCancellationHandler {
            await body()
        } onCancel: {
            loop.cancel(transfer)
        }
    }
}
