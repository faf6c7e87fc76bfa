extension HTTPResponse {
    /// The fields that can be sent and that do not follow from the body and the connection.
    var sendableHeaders: some Sequence<HTTPHeaders.Field> {
        headers.lazy.filter { field in
            HTTPText.isToken(field.name) && HTTPText.isFieldValue(field.value)
                && !["Content-Length", "Transfer-Encoding", "Connection"].contains { HTTPHeaders.same($0, field.name) }
        }
    }

    /// The whole answer as it stands on the wire, for the places where libmicrohttpd takes none; closes the connection.
    func wireBytes() -> [UInt8] {
        guard case .bytes(let body) = body else { return [] }
        var head = "HTTP/1.1 \(status.code) \(status.reason)\r\n"
        for field in sendableHeaders { head += "\(field.name): \(field.value)\r\n" }
        head += "Content-Length: \(body.count)\r\nConnection: close\r\n\r\n"
        return Array(head.utf8) + body
    }
}
