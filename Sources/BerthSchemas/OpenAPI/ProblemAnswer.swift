import BerthDocument

/// The answers with a problem document.
enum ProblemAnswer: Int, CaseIterable {
    case badRequest = 400
    case unauthorized = 401
    case forbidden = 403
    case notFound = 404
    case methodNotAllowed = 405
    case notAcceptable = 406
    case timeout = 408
    case conflict = 409
    case gone = 410
    case preconditionFailed = 412
    case tooLarge = 413
    case unsupportedMediaType = 415
    case rangeNotSatisfiable = 416
    case misdirected = 421
    case unprocessableContent = 422
    case tooManyRequests = 429
    case headersTooLarge = 431
    case unavailable = 503

    /// JSON unless the client asks for another syntax.
    static let mediaTypes = ["application/problem+json", "application/problem+yaml", "application/problem+xml"]

    /// The same schema under every media type.
    static let content: [(name: String, value: Document)] = mediaTypes.map {
        ($0, ["schema": ["$ref": "#/components/schemas/Problem"]])
    }

    /// The name among the components of the description.
    var name: String {
        switch self {
        case .badRequest: "BadRequest"
        case .unauthorized: "Unauthorized"
        case .forbidden: "Forbidden"
        case .notFound: "NotFound"
        case .methodNotAllowed: "MethodNotAllowed"
        case .notAcceptable: "NotAcceptable"
        case .timeout: "RequestTimeout"
        case .conflict: "Conflict"
        case .gone: "Gone"
        case .preconditionFailed: "PreconditionFailed"
        case .tooLarge: "ContentTooLarge"
        case .unsupportedMediaType: "UnsupportedMediaType"
        case .rangeNotSatisfiable: "RangeNotSatisfiable"
        case .misdirected: "MisdirectedRequest"
        case .unprocessableContent: "UnprocessableContent"
        case .tooManyRequests: "TooManyRequests"
        case .headersTooLarge: "HeadersTooLarge"
        case .unavailable: "ServiceUnavailable"
        }
    }

    var description: String {
        switch self {
        case .badRequest: "The body or a parameter cannot be read, or a value has the wrong type."
        case .unauthorized: "The caller must say who it is."
        case .forbidden: "The caller may not do this."
        case .notFound: "There is no such thing."
        case .methodNotAllowed: "The path does not know this method."
        case .notAcceptable: "None of the media types that are accepted can be written."
        case .timeout: "The request came too slowly."
        case .conflict:
            "The phase of the session does not allow this update, and the session is unchanged; or the first request "
                + "with this Idempotency-Key is still being answered."
        case .gone: "The offer has expired."
        case .preconditionFailed: "The session is no longer in the state of the ETag in If-Match; it is unchanged."
        case .tooLarge: "The body is too large."
        case .unsupportedMediaType: "The media type of the body cannot be read."
        case .rangeNotSatisfiable: "The range lies outside of the content."
        case .misdirected: "The Host field names a service that this is not."
        case .unprocessableContent: "The Idempotency-Key was used for another request."
        case .tooManyRequests: "Too many requests; try again later."
        case .headersTooLarge: "The headers are too large."
        case .unavailable: "The service is stopping, or cannot do its work now."
        }
    }

    /// The header that comes with the answer.
    private var header: (name: String, description: String)? {
        switch self {
        case .unauthorized: ("WWW-Authenticate", "How the caller can say who it is.")
        case .methodNotAllowed: ("Allow", "The methods that the path knows.")
        case .rangeNotSatisfiable: ("Content-Range", "How long the content is.")
        case .tooManyRequests, .unavailable: ("Retry-After", "After how many seconds to try again.")
        default: nil
        }
    }

    var reference: Document { ["$ref": .text("#/components/responses/" + name)] }

    var response: Document {
        var response: DocumentMembers = ["description": .text(description)]
        if let header {
            response["headers"] = .map([
                header.name: ["description": .text(header.description), "schema": ["type": "string"]]
            ])
        }
        response["content"] = .map(
            DocumentMembers(uniqueMembers: Self.content.map { .init(name: $0.name, value: $0.value) }))
        return .map(response)
    }
}
