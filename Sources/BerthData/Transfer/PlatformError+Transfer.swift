import BerthPlatform
import CLibCurl

extension PlatformError {
    /// What a transfer ended with, in the words of a platform. The one place that knows libcurl's results.
    static func transfer(_ request: TransferRequest, _ result: CURLcode, stop: TransferRun.Stop?) -> PlatformError {
        let subject = DataURL.withoutSecrets(request.url)
        let said = String(cString: curl_easy_strerror(result))
        switch stop {
        case .cancelled: return PlatformError(.cancelled, "The transfer was cancelled.", subject: subject)
        case .size:
            return PlatformError(
                .overLimit, "\(subject) is larger than the \(request.maximumBytes) bytes that are allowed.",
                subject: subject)
        case .address:
            return PlatformError(
                .refused,
                "\(subject) stands for an address inside this site, which is not allowed; "
                    + "the site can allow it with dataAddresses.",
                subject: subject)
        case .sink, nil: break
        }
        switch result {
        case CURLE_OPERATION_TIMEDOUT:
            return PlatformError(
                .overLimit, "\(subject) did not answer in the time that is allowed; try again later.",
                subject: subject, cause: said)
        case CURLE_TOO_MANY_REDIRECTS:
            return PlatformError(
                .refused, "\(subject) leads to more than \(request.maximumRedirects) other addresses in turn.",
                subject: subject, cause: said)
        case CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT:
            return PlatformError(
                .refused, "\(subject) is not, or leads to, an address that begins with http:// or https://.",
                subject: subject, cause: said)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE:
            return PlatformError(
                .refused, "The certificate of \(subject) cannot be trusted.", subject: subject, cause: said)
        case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR:
            return PlatformError(
                .unreachable, "The answer of \(subject) ended before its end.", subject: subject, cause: said)
        default:
            return PlatformError(.unreachable, "\(subject) cannot be reached.", subject: subject, cause: said)
        }
    }
}
