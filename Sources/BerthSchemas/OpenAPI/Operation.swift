/// The calls of the service. The service's routes are tested against this list, and `OpenAPIWriter` describes each.
package enum Operation: String, Sendable, CaseIterable {
    case offerSetPost = "OfferSetPost"
    case offerSetGet = "OfferSetGet"
    case directPost = "DirectExecutionPost"
    case snapshotPost = "SnapshotPost"
    case sessionList = "ExecutionSessionList"
    case sessionGet = "ExecutionSessionGet"
    case sessionPost = "ExecutionUpdatePost"
    case sessionSigned = "SignedOfferGet"
    case sessionEvents = "ExecutionSessionEvents"
    case sessionLog = "ExecutionSessionLog"
    case platforms = "PlatformList"
    case keys = "KeysGet"
    case openAPIJSON = "OpenAPIJSON"
    case openAPIYAML = "OpenAPIYAML"
    case schema = "SchemaGet"
    case health = "HealthGet"
    case metrics = "MetricsGet"
    case capabilities = "CapabilitiesGet"
    case availability = "AvailabilityGet"
    case registryRecord = "RegistryRecordGet"
    case registryOAI = "RegistryOAIGet"
    case protectedResource = "ProtectedResourceGet"
    case index = "IndexGet"

    /// The `operationId`, from which generated clients name their calls.
    package var identifier: String { rawValue }

    /// The HTTP method. Every path with GET answers HEAD as well.
    package var method: String {
        switch self {
        case .offerSetPost, .directPost, .snapshotPost, .sessionPost: "POST"
        default: "GET"
        }
    }

    /// The path with the names of its parameters in braces.
    package var path: String {
        switch self {
        case .offerSetPost: "/requests"
        case .offerSetGet: "/offersets/{uuid}"
        case .directPost: "/direct"
        case .snapshotPost: "/snapshots"
        case .sessionList: "/sessions"
        case .sessionGet, .sessionPost: "/sessions/{uuid}"
        case .sessionSigned: "/sessions/{uuid}/signed"
        case .sessionEvents: "/sessions/{uuid}/events"
        case .sessionLog: "/sessions/{uuid}/log/{stream}"
        case .platforms: "/platforms"
        case .keys: "/keys"
        case .openAPIJSON: "/openapi.json"
        case .openAPIYAML: "/openapi.yaml"
        case .schema: "/schemas/{name}"
        case .health: "/health"
        case .metrics: "/metrics"
        case .capabilities: "/capabilities"
        case .availability: "/availability"
        case .registryRecord: "/registry/record.xml"
        case .registryOAI: "/registry/oai"
        case .protectedResource: "/.well-known/oauth-protected-resource"
        case .index: "/"
        }
    }

    package var summary: String {
        switch self {
        case .offerSetPost: "Ask: can this be run? The answer is YES with offers, or NO with reasons."
        case .offerSetGet: "Read an offer set; the phases of its offers move."
        case .directPost: "Run a request without choosing among offers."
        case .snapshotPost: "Ask, hold nothing, and get all facts that the answer depends on."
        case .sessionList: "List sessions, latest first."
        case .sessionGet: "Read an offer or session."
        case .sessionPost: "Accept, reject or cancel: apply one update to an offer or session."
        case .sessionSigned: "Read an offer as a file that the broker has signed."
        case .sessionEvents: "Follow a session: one server-sent event for each change."
        case .sessionLog: "Read what the executable wrote."
        case .platforms: "List the platforms behind this broker."
        case .keys: "The keys with which signed offers are checked."
        case .openAPIJSON: "This description in JSON."
        case .openAPIYAML: "This description in YAML."
        case .schema: "A schema of the documents: JSON Schema, XML Schema, or the model for people."
        case .health: "Whether the service can do its work."
        case .metrics: "Counters and gauges for Prometheus."
        case .capabilities: "VOSI capabilities."
        case .availability: "VOSI availability."
        case .registryRecord: "The VOResource record of this service, ready to be harvested."
        case .registryOAI: "The same record for harvesters: OAI-PMH 2.0."
        case .protectedResource: "Whose tokens are taken: the metadata of RFC 9728."
        case .index: "What this service is, with links."
        }
    }

    /// The tag under which documentation lists the call.
    var tag: String {
        switch self {
        case .offerSetPost, .offerSetGet, .directPost, .sessionList, .sessionGet, .sessionPost,
            .sessionSigned, .sessionEvents, .sessionLog:
            "ExecutionBroker"
        default: "Service"
        }
    }
}
