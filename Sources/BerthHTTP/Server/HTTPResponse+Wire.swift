extension HTTPResponse {
    /// The whole answer as it stands on the wire, for the places where libmicrohttpd takes none; closes the connection.
    func wireBytes() -> [UInt8] {
        guard case .bytes(let body) = body else { return [] }
        var head = "HTTP/1.1 \(status.code) \(status.reason)\r\n"
        for field in headers where HTTPText.isToken(field.name) && HTTPText.isFieldValue(field.value) {
            head += "\(field.name): \(field.value)\r\n"
        }
        head += "Content-Length: \(body.count)\r\nConnection: close\r\n\r\n"
        return Array(head.utf8) + body
    }
}
