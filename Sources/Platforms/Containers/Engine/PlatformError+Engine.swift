import BerthPlatform

/// The one place that turns what the engine says into the platform's errors.
extension PlatformError {
    /// A transfer to the engine that failed.
    static func engine(_ error: PlatformError, socket: String) -> PlatformError {
        if error.code == .cancelled { return error }
        return PlatformError(
            error.code == .overLimit ? .unreachable : error.code,
            "The container engine at \(socket) does not answer; is it running, and may this user use its socket?",
            subject: socket, cause: error.cause ?? error.message)
    }

    /// A status that says no.
    static func engine(_ reply: DockerEngine.Reply, _ doing: String, subject: String) -> PlatformError {
        let code: Code =
            switch reply.status {
            case 404: .notFound
            case 400, 401, 403, 406, 409: .refused
            default: .broken
            }
        return PlatformError(
            code, "The container engine could not \(doing).", subject: subject,
            cause: reply.message ?? "status \(reply.status)")
    }
}
