import BerthHTTP
import BerthPlatform

/// The one place that turns what the cluster says into the platform's errors. Its words tell addresses and names of
/// others, so they are details; what whose session it is can mend is said in words of ours.
extension PlatformError {
    /// A call that got no answer. The cause is the code of the HTTP room.
    static func api(_ error: HTTPError) -> PlatformError {
        switch error.code {
        case .cancelled: return PlatformError(.cancelled, "The call to the cluster was cancelled.")
        case .untrusted:
            return PlatformError(
                .refused,
                "The certificate of the cluster's API is not trusted, or the broker's own is not taken; "
                    + "an administrator mends the kubeconfig.",
                subject: "kubeconfig", detail: error.description)
        case .badRequest, .localFailure:
            return PlatformError(.broken, "The cluster cannot be called.", detail: error.description)
        case .tooLarge:
            return PlatformError(
                .broken, "The answer of the cluster's API is larger than is read.", cause: error.code.rawValue,
                detail: error.description)
        default:
            return PlatformError(
                .unreachable, "The cluster's API does not answer; try again later.", cause: error.code.rawValue,
                detail: error.description)
        }
    }

    /// Whether it is `credentials`.
    var isOfCredentials: Bool { code == .refused && detail == PlatformError.credentials.detail }

    static var credentials: PlatformError {
        PlatformError(
            .refused, "The cluster does not know the broker by its credentials; an administrator renews them.",
            subject: "kubeconfig", detail: "the API answered 401 Unauthorized")
    }

    /// A status that says no.
    static func api(_ reply: KubernetesAPI.Reply, _ doing: String, subject: String) -> PlatformError {
        let detail = reply.message ?? "status \(reply.status)"
        switch reply.status {
        case 403 where detail.contains("exceeded quota"):
            return PlatformError(
                .refused, "The cluster could not \(doing): the quota of the namespace is used up now; try again later.",
                subject: subject, detail: detail)
        case 403:
            return PlatformError(
                .refused, "The cluster does not let the broker \(doing); an administrator of the cluster can.",
                subject: subject, detail: detail)
        case 404:
            return PlatformError(
                .notFound, "The cluster could not \(doing): it is not there.", subject: subject,
                detail: detail)
        case 400, 405, 406, 409, 415, 422:
            return PlatformError(
                .refused, "The cluster could not \(doing): it does not take it as it is.", subject: subject,
                detail: detail)
        case 429, 500, 502, 503, 504:
            return PlatformError(
                .unreachable, "The cluster could not \(doing) now; try again later.", subject: subject, detail: detail)
        default:
            return PlatformError(.broken, "The cluster could not \(doing).", subject: subject, detail: detail)
        }
    }
}
