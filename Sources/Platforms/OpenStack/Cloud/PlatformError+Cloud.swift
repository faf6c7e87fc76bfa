import BerthDocument
import BerthHTTP
import BerthPlatform

/// The one place that turns what a cloud says into the platform's errors. Its words tell addresses and names of the
/// site, so they are details; what whose session it is can mend is said in words of ours.
extension PlatformError {
    /// A call that brought no answer.
    static func cloud(_ error: HTTPError, _ service: String) -> PlatformError {
        let detail = "\(service): \(error)"
        switch error.code {
        case .cancelled: return PlatformError(.cancelled, "The call of the cloud was cancelled.", subject: service)
        case .tooSlow:
            return PlatformError(.overLimit, "The cloud did not answer in time.", subject: service, detail: detail)
        case .brokenReply, .tooLarge, .badRequest:
            return PlatformError(.broken, "The cloud's answer cannot be read.", subject: service, detail: detail)
        default:
            return PlatformError(.unreachable, "The cloud does not answer.", subject: service, detail: detail)
        }
    }

    /// An answer that says no.
    ///
    /// - Parameter call: method and address, for the administrator.
    static func cloud(status: Int, _ body: Document, _ service: String, _ call: String) -> PlatformError {
        let said = message(in: body).map { ": \($0)" } ?? ""
        let detail = "\(call) was answered with status \(status)\(said)"
        func error(_ code: Code, _ message: String) -> PlatformError {
            PlatformError(code, message, subject: service, detail: detail)
        }
        switch status {
        case 401: return error(.refused, "The cloud does not let the broker in.")
        case 403: return error(.refused, "The cloud does not let the broker do that.")
        case 404: return error(.notFound, "The cloud does not know that.")
        case 400, 409: return error(.refused, "The cloud refused.")
        case 413, 429, 500...: return error(.unreachable, "The cloud cannot answer now.")
        default: return error(.broken, "The cloud's answer cannot be read.")
        }
    }

    /// What a service says for itself:
    /// `{"forbidden": {"message": …}}`, `{"error": {…}}`, `{"errors": [{"detail": …}]}`.
    static func message(in body: Document) -> String? {
        if let first = body["errors"]?.items.first { return first["detail"]?.text ?? first["title"]?.text }
        for member in body.entries {
            if let message = member.value["message"]?.text { return String(message.prefix(1000)) }
        }
        return body["message"]?.text ?? body.text.map { String($0.prefix(300)) }
    }
}
