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
        response(status, root: root, namespace: namespace, headers: headers) {
            value.document(for: $0, leavingOutStrangers: true)
        }
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
