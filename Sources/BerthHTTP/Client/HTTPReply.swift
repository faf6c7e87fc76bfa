/// A reply that has come in whole.
package struct HTTPReply: Sendable {
    package var status: HTTPStatus
    /// Without Content-Encoding and Content-Length when the body was decompressed.
    package var headers: HTTPHeaders
    package var body: [UInt8]
    /// The URL that replied: another than the one of the request after a redirection.
    package var url: String

    package init(status: HTTPStatus, headers: HTTPHeaders, body: [UInt8], url: String) {
        self.status = status
        self.headers = headers
        self.body = body
        self.url = url
    }
}
