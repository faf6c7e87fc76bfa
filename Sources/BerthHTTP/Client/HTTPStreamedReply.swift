/// A reply whose head is here and whose body comes. When nobody holds it any more the transfer ends.
package final class HTTPStreamedReply: Sendable {
    package let status: HTTPStatus
    /// Without Content-Encoding and Content-Length when the body is decompressed.
    package let headers: HTTPHeaders
    /// The URL that replied: another than the one of the request after a redirection.
    package let url: String
    /// Keeps the client from ending.
    private let client: HTTPClient
    private let transfer: ClientTransfer

    init(_ head: ReplyHead, _ client: HTTPClient, _ transfer: ClientTransfer) {
        status = head.status
        headers = head.headers
        url = transfer.pipe.url
        self.client = client
        self.transfer = transfer
    }

    deinit { client.loop.cancel(transfer) }

    /// The next bytes, never empty; nil at the end of the body. For one task at a time; while nobody asks, the peer has
    /// to wait.
    /// - Throws: what ends the body early: `brokenReply`, `tooSlow`, `tooLarge`, `stopped`, and `cancelled` with the
    ///   task.
    package func next() async throws(HTTPError) -> [UInt8]? {
        let taken = await client.whileRunning(transfer) { [transfer] in await transfer.pipe.next() }
        let (bytes, resumes) = try taken.get()
        if resumes { client.loop.resume(transfer) }
        return bytes
    }

    /// Ends the transfer; `next` throws `cancelled`.
    package func cancel() { client.loop.cancel(transfer) }
}
