import BerthDocument
import BerthModel

extension Operation {
    /// The call as OpenAPI describes it.
    var description: DocumentMembers {
        var description: DocumentMembers = [
            "operationId": .text(identifier), "tags": [.text(tag)], "summary": .text(summary),
        ]
        if !parameters.isEmpty { description["parameters"] = .list(parameters) }
        if let body { description["requestBody"] = body }
        var responses: DocumentMembers = [:]
        for (status, response) in answers { responses.append(status, response) }
        for problem in problems {
            let status = String(problem.rawValue)
            if responses[status] == nil { responses[status] = problem.reference }
        }
        description["responses"] = .map(responses)
        return description
    }

    private var parameters: [Document] {
        let uuid: Document = ["$ref": "#/components/parameters/uuid"]
        let key: Document = ["$ref": "#/components/parameters/idempotencyKey"]
        let via: Document = ["$ref": "#/components/parameters/via"]
        return switch self {
        case .offerSetPost: Self.choiceParameters + Self.waitParameters + [key, via]
        case .directPost, .snapshotPost: Self.choiceParameters + [key, via]
        case .offerSetGet, .sessionGet, .sessionSigned: [uuid]
        case .sessionPost:
            [
                uuid,
                [
                    "name": "If-Match", "in": "header", "schema": ["type": "string"],
                    "description": "ETag of the session as it was read; nothing is changed if it no longer is so.",
                ],
                key,
            ]
        case .sessionList: Self.listParameters
        case .sessionEvents:
            [
                uuid,
                [
                    "name": "Last-Event-ID", "in": "header", "schema": ["type": "string"],
                    "description": "The identifier of the last event that was seen; the next one follows.",
                ],
            ]
        case .sessionLog: [uuid] + Self.logParameters
        case .schema:
            [
                [
                    "name": "name", "in": "path", "required": true, "description": "Name of the file.",
                    "schema": ["type": "string", "enum": .list(SchemaFiles.names.map { .text($0) })],
                ]
            ]
        case .registryOAI: Self.harvestParameters
        default: []
        }
    }

    private static let harvestParameters: [Document] = [
        "verb", "metadataPrefix", "identifier", "set", "from", "until", "resumptionToken",
    ].map { name in
        [
            "name": .text(name), "in": "query", "description": "See OAI-PMH 2.0, section 4.",
            "schema": ["type": "string"],
        ]
    }

    private static let choiceParameters: [Document] = [
        [
            "name": "platform", "in": "query", "description": "Ask this platform only; may be given more than once.",
            "style": "form", "explode": true, "schema": ["type": "array", "items": ["type": "string"]],
        ],
        [
            "name": "without", "in": "query", "description": "Do not ask this platform; may be given more than once.",
            "style": "form", "explode": true, "schema": ["type": "array", "items": ["type": "string"]],
        ],
    ]

    private static let waitParameters: [Document] = [
        [
            "name": "time", "in": "query",
            "description": "Who has not answered by then is not waited for; the limit of the broker holds too.",
            "schema": ["type": "string", "format": "duration"], "example": "PT5S",
        ],
        [
            "name": "enough", "in": "query",
            "description": "Nothing is waited for any more once platforms have said yes in so many ways.",
            "schema": ["type": "integer", "minimum": 1],
        ],
        [
            "name": "before", "in": "query",
            "description":
                "Of these ways only those that can start before it count; one is enough unless enough is given.",
            "schema": ["type": "string", "format": "date-time"], "example": "2026-01-31T12:00:00Z",
        ],
    ]

    private static let listParameters: [Document] = [
        [
            "name": "phase", "in": "query", "description": "Only sessions in these phases.",
            "style": "form", "explode": true,
            "schema": ["type": "array", "items": ["$ref": .text(OpenAPIWriter.prefix + SessionPhase.name)]],
        ],
        [
            "name": "limit", "in": "query", "description": "How many sessions at most.",
            "schema": [
                "type": "integer", "minimum": 1, "maximum": .integer(Int64(PageLimits.maximum)),
                "default": .integer(Int64(PageLimits.standard)),
            ],
        ],
        [
            "name": "after", "in": "query", "description": "Only sessions that come after this one: `next` of a page.",
            "schema": ["type": "string", "format": "uuid"],
        ],
    ]

    private static let logParameters: [Document] = [
        [
            "name": "stream", "in": "path", "required": true,
            "description": "Which of them; result is there at the end.",
            "schema": ["type": "string", "enum": ["stdout", "stderr", "result"]],
        ],
        [
            "name": "follow", "in": "query", "description": "Wait for more until the executable has ended.",
            "schema": ["type": "boolean", "default": false],
        ],
        [
            "name": "Range", "in": "header", "schema": ["type": "string"],
            "description": "A range of bytes: `bytes=1000-`. Others, and with `follow` those that end, are ignored.",
        ],
    ]

    private var body: Document? {
        switch self {
        case .offerSetPost, .directPost, .snapshotPost:
            [
                "required": true,
                "content": MediaTypes.body(
                    ExecutionRequest.shape.name, example: ("hello-container", RequestExample.helloContainer)),
            ]
        case .sessionPost:
            [
                "required": true,
                "content": Self.orSigned(
                    MediaTypes.body(Update.familyName, example: ("accept", RequestExample.accept))),
            ]
        default: nil
        }
    }

    /// What else may be sent in place of an update: the offer that is to be accepted, as it was signed.
    private static func orSigned(_ content: Document) -> Document {
        guard case .map(var types) = content else { return content }
        types["application/jose+json"] = ["schema": ["type": "object"]]
        return .map(types)
    }

    /// The same answer as events as well.
    private static func streamed(_ answer: Document) -> Document {
        guard case .map(var members) = answer, case .map(var content)? = members["content"] else { return answer }
        content["text/event-stream"] = ["schema": ["type": "string"]]
        members["content"] = .map(content)
        return .map(members)
    }

    /// The answers that are no problem documents.
    private var answers: [(String, Document)] {
        switch self {
        case .offerSetPost:
            [
                (
                    "200",
                    Self.streamed(
                        Self.answer(
                            "The offer set, for clients that follow the redirect; where Accept likes events best, each "
                                + "platform's answer as an `answer` event when it comes, and the offer set as the "
                                + "last one, `offerset`; where there is none, `problem`.",
                            OfferSetResponse.shape.name))
                ),
                (
                    "303",
                    Self.answer(
                        "The offer set, for YES and for NO.", OfferSetResponse.shape.name, headers: ["Location"])
                ),
            ]
        case .offerSetGet: Self.reading("The offer set.", OfferSetResponse.shape.name)
        case .directPost: Self.directAnswers
        case .snapshotPost:
            [
                (
                    "200",
                    [
                        "description": "The snapshot; berth ask --from reads it.",
                        "content": ["application/json": ["schema": ["type": "object"]]],
                    ]
                )
            ]
        case .sessionList: Self.reading("A page of sessions.", SessionList.shape.name)
        case .sessionGet: Self.reading("The offer or session.", Session.shape.name)
        case .sessionPost:
            [("200", Self.answer("The session after the update.", Session.shape.name, headers: ["ETag"]))]
        case .sessionSigned:
            [("200", ["description": "The signed offer.", "content": Self.object("application/jose+json")])]
        case .keys: Self.file("A JWK Set.", Self.object("application/jwk-set+json"))
        case .sessionEvents:
            [
                ("200", ["description": "The events.", "content": MediaTypes.text("text/event-stream")]),
                ("204", ["description": "The session is at its end, and Last-Event-ID names its last change."]),
            ]
        case .sessionLog: Self.logAnswers
        case .platforms: Self.reading("The platforms.", PlatformList.shape.name)
        case .openAPIJSON: Self.file("This description.", ["application/json": ["schema": ["type": "object"]]])
        case .openAPIYAML: Self.file("This description.", ["application/yaml": ["schema": ["type": "object"]]])
        case .schema: Self.file("The file.", SchemaFiles.content)
        case .health:
            [
                ("200", Self.answer("All is well.", Health.shape.name)),
                ("503", Self.answer("The service cannot do its work.", Health.shape.name)),
            ]
        case .metrics: [("200", ["description": "The figures.", "content": MediaTypes.text("text/plain")])]
        case .index:
            Self.file("The calls that need no more than their path, for people or programs.", MediaTypes.index)
        case .capabilities:
            Self.file("The capabilities.", MediaTypes.text("application/xml"))
        case .availability:
            [("200", ["description": "The availability.", "content": MediaTypes.text("application/xml")])]
        case .registryRecord: Self.file("The record.", MediaTypes.text("application/xml"))
        case .registryOAI:
            [("200", ["description": "The answer, errors among them.", "content": MediaTypes.text("text/xml")])]
        case .protectedResource:
            Self.file("Whose tokens are taken.", ["application/json": ["schema": ["type": "object"]]])
        }
    }

    private static func object(_ mediaType: String) -> Document {
        .map(DocumentMembers(uniqueMembers: [.init(name: mediaType, value: ["schema": ["type": "object"]])]))
    }

    private static var directAnswers: [(String, Document)] {
        let session = Session.shape.name
        var refused: DocumentMembers = ["description": "The session in phase FAILED with the reasons, or a problem."]
        if case .map(var content) = MediaTypes.content(session) {
            for (name, value) in ProblemAnswer.content { content[name] = value }
            refused["content"] = .map(content)
        }
        return [
            ("200", answer("The session, for clients that follow the redirect.", session)),
            ("303", answer("The session in phase ACCEPTED.", session, headers: ["Location"])),
            ("400", .map(refused)),
        ]
    }

    private static var logAnswers: [(String, Document)] {
        let content = MediaTypes.text("text/plain")
        return [
            ("200", ["description": "All that was written.", "content": content]),
            (
                "206",
                [
                    "description": "The range that was asked for.",
                    "headers": [
                        "Content-Range": ["description": "Which range it is.", "schema": ["type": "string"]]
                    ],
                    "content": content,
                ]
            ),
            ("304", notModified),
        ]
    }

    private static func reading(_ description: String, _ typeName: String) -> [(String, Document)] {
        [("200", answer(description, typeName, headers: ["ETag"])), ("304", notModified)]
    }

    private static func file(_ description: String, _ content: Document) -> [(String, Document)] {
        [
            (
                "200",
                [
                    "description": .text(description), "headers": headers(["ETag"]), "content": content,
                ]
            ), ("304", notModified),
        ]
    }

    private static let notModified: Document = [
        "description": "The content is still that of the ETag in If-None-Match.", "headers": headers(["ETag"]),
    ]

    private static func answer(_ description: String, _ typeName: String, headers names: [String] = []) -> Document {
        var answer: DocumentMembers = ["description": .text(description)]
        if !names.isEmpty { answer["headers"] = headers(names) }
        answer["content"] = MediaTypes.content(typeName)
        return .map(answer)
    }

    private static func headers(_ names: [String]) -> Document {
        .map(
            DocumentMembers(
                uniqueMembers: names.map {
                    .init(name: $0, value: ["$ref": .text("#/components/headers/" + $0)])
                }))
    }

    private var problems: [ProblemAnswer] {
        let always: [ProblemAnswer] = [
            .badRequest, .unauthorized, .timeout, .misdirected, .tooManyRequests, .headersTooLarge, .unavailable,
        ]
        let bodies: [ProblemAnswer] = [.notAcceptable, .tooLarge, .unsupportedMediaType]
        let own: [ProblemAnswer] =
            switch self {
            case .offerSetPost, .directPost: bodies + [.forbidden, .conflict, .unprocessableContent]
            case .snapshotPost: [.forbidden, .tooLarge, .unsupportedMediaType]
            case .sessionPost: bodies + [.forbidden, .notFound, .conflict, .gone, .preconditionFailed]
            case .offerSetGet, .sessionGet: [.forbidden, .notFound, .notAcceptable]
            case .sessionList: [.forbidden, .notFound, .notAcceptable]
            case .sessionSigned: [.forbidden, .notFound, .conflict, .gone]
            case .keys: [.notFound]
            case .sessionEvents: [.forbidden, .notFound]
            case .sessionLog: [.forbidden, .notFound, .rangeNotSatisfiable]
            case .schema, .registryRecord, .registryOAI: [.notFound]
            case .platforms, .health, .index: [.notAcceptable]
            case .metrics: [.forbidden]
            case .openAPIJSON, .openAPIYAML, .capabilities, .availability, .protectedResource: []
            }
        return (own + always).sorted { $0.rawValue < $1.rawValue }
    }
}
