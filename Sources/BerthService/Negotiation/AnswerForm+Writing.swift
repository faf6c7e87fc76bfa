import BerthDocument
import BerthHTTP
import BerthModel

extension AnswerForm {
    /// An answer with a document as its body.
    ///
    /// What a syntax cannot hold (XML has no control characters) is written in JSON all the same: an answer in another
    /// syntax says more than none. Source: RFC 9110, section 12.5.1, last paragraph but one.
    func response(
        _ status: HTTPStatus, _ value: some Shaped, root: String, namespace: String? = XMLRoots.namespace,
        headers: HTTPHeaders = [:]
    ) -> HTTPResponse {
        response(status, root: root, namespace: namespace, headers: headers) { value.document(for: $0) }
    }

    func response(
        _ status: HTTPStatus, root: String, namespace: String? = nil, headers: HTTPHeaders = [:],
        document: (Syntax) -> Document
    ) -> HTTPResponse {
        var headers = headers
        headers.add("Vary", "Accept")
        do throws(DocumentError) {
            let bytes = try document(syntax).written(as: syntax, root: root, namespace: namespace)
            return HTTPResponse(status, headers: headers, contentType: mediaType, body: bytes)
        } catch {
            // JSON can hold all but numbers that are not finite, and no document of ours has one.
            let bytes = try? document(.json).written(as: .json)
            guard syntax != .json, let bytes else { return HTTPResponse(.internalError, headers: headers) }
            let media = mediaType.hasPrefix("application/problem+") ? "application/problem+json" : "application/json"
            return HTTPResponse(status, headers: headers, contentType: media, body: bytes)
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
