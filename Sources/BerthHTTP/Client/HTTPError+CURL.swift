internal import CLibCurl

extension HTTPError {
    /// What a transfer ended with; the one place that knows libcurl's results.
    ///
    /// - Parameter detail: libcurl's own sentence, for what its general words do not tell.
    static func transfer(_ result: CURLcode, _ request: HTTPClientRequest, isConnected: Bool, detail: String)
        -> HTTPError
    {
        let subject = URLText.withoutSecrets(request.url)
        let said = String(cString: curl_easy_strerror(result))
        func error(_ code: Code, _ message: String, _ cause: String? = nil) -> HTTPError {
            HTTPError(code, message, subject: subject, cause: cause ?? said)
        }
        switch result {
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            return error(.unreachable, "the name of the host is not known; check its spelling")
        case CURLE_COULDNT_CONNECT:
            return error(.unreachable, "nobody answers there; check host and port, and that the service runs")
        case CURLE_OPERATION_TIMEDOUT:
            return error(
                .tooSlow,
                isConnected
                    ? "the reply did not come in time; try again later or allow more time"
                    : "no connection came about in time; try again later or allow more time")
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH, CURLE_SSL_INVALIDCERTSTATUS:
            return error(
                .untrusted, "the certificate or the handshake is not acceptable", detail.isEmpty ? nil : detail)
        case CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ENGINE_INITFAILED:
            return error(.localFailure, "the file of trusted authorities cannot be used")
        // Connected, it is the protocol of the reply that libcurl does not support.
        case CURLE_UNSUPPORTED_PROTOCOL where !isConnected, CURLE_URL_MALFORMAT:
            return error(.badRequest, "the address must be a URL that begins with http:// or https://")
        case CURLE_BAD_CONTENT_ENCODING:
            return error(.brokenReply, "the body of the reply is not in the encoding that it promises")
        case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_HTTP2,
            CURLE_HTTP2_STREAM:
            return error(.brokenReply, "the reply ended before its end")
        case CURLE_OUT_OF_MEMORY, CURLE_FAILED_INIT:
            return error(.localFailure, "the request cannot be started on this machine")
        default: return error(.brokenReply, "what came back is not an HTTP reply")
        }
    }

    static func cancelled(_ request: HTTPClientRequest) -> HTTPError {
        HTTPError(.cancelled, "the request was cancelled", subject: URLText.withoutSecrets(request.url))
    }

    static func stopped(_ request: HTTPClientRequest) -> HTTPError {
        HTTPError(.stopped, "the client is closed", subject: URLText.withoutSecrets(request.url))
    }
}
