import BerthDocument
import BerthHTTP
import BerthModel

extension AnswerForm {
    /// An answer with a value of the model as its body. Its schema is closed: kinds that are not known here, which a
    /// refused request may have had, are named in messages only.
    func response(
        _ status: HTTPStatus, _ value: some Shaped, root: String, namespace: String? = XMLRoots.namespace,
        headers: HTTPHeaders = [:]
    ) -> HTTPResponse {
        response(status, headers: headers) { () throws(DocumentError) in
            if syntax == .json { return try value.json(leavingOutStrangers: true) }
            let document = value.document(for: syntax, leavingOutStrangers: true)
            return try document.written(as: syntax, root: root, namespace: namespace)
        }
    }

    func response(
        _ status: HTTPStatus, root: String, namespace: String? = nil, headers: HTTPHeaders = [:],
        document: (Syntax) -> Document
    ) -> HTTPResponse {
        response(status, headers: headers) { () throws(DocumentError) in
            try document(syntax).written(as: syntax, root: root, namespace: namespace)
        }
    }

    private func response(
        _ status: HTTPStatus, headers: HTTPHeaders, body: () throws(DocumentError) -> [UInt8]
    ) -> HTTPResponse {
        var headers = headers
        headers.add("Vary", "Accept")
        do throws(DocumentError) {
            return HTTPResponse(status, headers: headers, contentType: mediaType, body: try body())
        } catch {
            // Only of a number that is not finite, which no document of ours holds.
            return HTTPResponse(
                .internalError, contentType: "text/plain; charset=utf-8", body: Array("\(error.message)\n".utf8))
        }
    }
}

extension HTTPResponse {
    /// With a strong tag of its bytes, for an answer that may be another the next time.
    func tagged(cacheControl: String = "no-cache") -> HTTPResponse {
        var response = self
        if let tag { response.headers["ETag"] = tag }
        response.headers["Cache-Control"] = cacheControl
        return response
    }

    var tag: String? {
        guard case .bytes(let bytes) = body else { return nil }
        return EntityTag.of(bytes)
    }
}
