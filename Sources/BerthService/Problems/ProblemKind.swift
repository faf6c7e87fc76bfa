import BerthHTTP

/// The types of problems that the service tells of. Source: RFC 9457, section 3.1.1.
enum ProblemKind: String, Sendable, Hashable, CaseIterable {
    case unreadableRequest = "unreadable-request"
    case unreadableBody = "unreadable-body"
    case wrongMembers = "wrong-members"
    case wrongParameter = "wrong-parameter"
    case notIdentified = "not-identified"
    case notAllowed = "not-allowed"
    case notFound = "not-found"
    case wrongMethod = "wrong-method"
    case notAcceptable = "not-acceptable"
    case tooSlow = "too-slow"
    case wrongPhase = "wrong-phase"
    case expired = "expired"
    case preconditionFailed = "precondition-failed"
    case tooLarge = "too-large"
    case targetTooLong = "target-too-long"
    case unsupportedMediaType = "unsupported-media-type"
    case rangeNotSatisfiable = "range-not-satisfiable"
    case expectationFailed = "expectation-failed"
    case misdirected = "misdirected"
    case keyReused = "key-reused"
    case keyBusy = "key-busy"
    case tooMany = "too-many"
    case headersTooLarge = "headers-too-large"
    case broken = "broken"
    case unavailable = "unavailable"

    /// A name and not an address: nothing is served there. It stays the same whatever the service is called.
    static let prefix = "https://www.purl.org/berth/problems/v1.0/"

    var uri: String { Self.prefix + rawValue }

    var title: String {
        switch self {
        case .unreadableRequest: "The request cannot be read"
        case .unreadableBody: "The body cannot be read"
        case .wrongMembers: "Members of the body are wrong"
        case .wrongParameter: "A parameter is wrong"
        case .notIdentified: "Who asks is not known"
        case .notAllowed: "Not allowed"
        case .notFound: "Not found"
        case .wrongMethod: "The method is wrong"
        case .notAcceptable: "No acceptable media type"
        case .tooSlow: "The request came too slowly"
        case .wrongPhase: "The phase does not allow it"
        case .expired: "The offer has expired"
        case .preconditionFailed: "It has changed meanwhile"
        case .tooLarge: "The body is too large"
        case .targetTooLong: "The request target is too long"
        case .unsupportedMediaType: "The media type cannot be read"
        case .rangeNotSatisfiable: "There is nothing in that range"
        case .expectationFailed: "The expectation cannot be met"
        case .misdirected: "This is not the service that was meant"
        case .keyReused: "The key was used for something else"
        case .keyBusy: "The first request with the key is not answered yet"
        case .tooMany: "Too many requests"
        case .headersTooLarge: "The header fields are too large"
        case .broken: "The service made a mistake"
        case .unavailable: "Not now"
        }
    }

    var status: HTTPStatus {
        switch self {
        case .unreadableRequest, .unreadableBody, .wrongMembers, .wrongParameter: .badRequest
        case .notIdentified: .unauthorized
        case .notAllowed: .forbidden
        case .notFound: .notFound
        case .wrongMethod: .methodNotAllowed
        case .notAcceptable: .notAcceptable
        case .tooSlow: .requestTimeout
        case .wrongPhase: .conflict
        case .expired: .gone
        case .preconditionFailed: 412
        case .tooLarge: .contentTooLarge
        case .targetTooLong: .targetTooLong
        case .unsupportedMediaType: .unsupportedMediaType
        case .rangeNotSatisfiable: .rangeNotSatisfiable
        case .expectationFailed: .expectationFailed
        case .misdirected: .misdirected
        case .keyReused: .unprocessableContent
        case .keyBusy: .conflict
        case .tooMany: .tooManyRequests
        case .headersTooLarge: .headersTooLarge
        case .broken: .internalError
        case .unavailable: .unavailable
        }
    }
}
