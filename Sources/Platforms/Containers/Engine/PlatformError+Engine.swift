import BerthPlatform

/// The one place that turns what the engine says into the platform's errors. Its words tell paths of the host, sockets
/// and what listens where, so they are details; what whose session it is can mend is said in words of ours.
extension PlatformError {
    /// A transfer to the engine that failed.
    static func engine(_ error: PlatformError, socket: String) -> PlatformError {
        if error.code == .cancelled { return error }
        return PlatformError(
            error.code == .overLimit ? .unreachable : error.code,
            "The container engine does not answer; is it running, and may the broker use its socket?",
            detail: "\(socket): \(error.cause ?? error.message)")
    }

    /// Whether the engine was waited for in vain, in the words of libcurl.
    var isTimeout: Bool { detail?.contains("Timeout") ?? false }

    /// A status that says no.
    static func engine(_ reply: DockerEngine.Reply, _ doing: String, subject: String) -> PlatformError {
        let code: Code =
            switch reply.status {
            case 404: .notFound
            case 400, 401, 403, 406, 409: .refused
            default: .broken
            }
        let reason = reply.message.flatMap(EngineWords.reason).map { ": \($0)" } ?? ""
        return PlatformError(
            code, "The container engine could not \(doing)\(reason).", subject: subject,
            detail: reply.message ?? "status \(reply.status)")
    }
}
