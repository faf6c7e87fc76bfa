package import BerthDocument
import BerthModel

/// Writes the description of the whole service.
///
/// Source: OpenAPI 3.1.0. Names of calls and types are those of the published ExecutionBroker 1.0 where it has them.
package enum OpenAPIWriter {
    package static let jsonFileName = "openapi.json"
    package static let yamlFileName = "openapi.yaml"

    static let prefix = "#/components/schemas/"

    /// - Parameter server: URL of the service; a path is relative to where the description was read.
    package static func document(server: String = "/") -> Document {
        [
            "openapi": "3.1.0",
            "info": [
                "title": "Berth: IVOA ExecutionBroker",
                "version": "1.0",
                "summary": "Ask whether something can be run, choose among offers, run it.",
                "description": .text(about),
                "license": ["name": "Apache-2.0", "identifier": "Apache-2.0"],
            ],
            "servers": [["url": .text(server)]],
            "tags": [
                ["name": "ExecutionBroker", "description": "The calls of the standard, and what belongs to sessions."],
                ["name": "Service", "description": "What the service says of itself."],
            ],
            "paths": paths,
            "components": [
                "schemas": schemas,
                "parameters": parameters,
                "headers": headers,
                "responses": .map(
                    DocumentMembers(
                        uniqueMembers: ProblemAnswer.allCases.map { .init(name: $0.name, value: $0.response) })),
            ],
        ]
    }

    private static let about = """
        Requests may leave out every member; unknown members are ignored. A value of the wrong type is answered 400. \
        What can be read and will not be run is no error: the answer is NO, with messages that say why. \
        JSON, YAML and XML are read and written, as Content-Type and Accept say; JSON unless asked otherwise.
        """

    private static var paths: Document {
        var paths: DocumentMembers = [:]
        for operation in Operation.allCases {
            var path: DocumentMembers = [:]
            if case .map(let known)? = paths[operation.path] { path = known }
            path[operation.method.lowercased()] = .map(operation.description)
            paths[operation.path] = .map(path)
        }
        return .map(paths)
    }

    private static var schemas: Document {
        var schemas: DocumentMembers = [:]
        let requests = SchemaDefinitions(prefix: prefix, use: .request, forOpenAPI: true)
        let answers = SchemaDefinitions(prefix: prefix, use: .answer, forOpenAPI: true)
        // Enumerations are the same in both uses.
        for entry in requests.all(SchemaRoots.requests) + answers.all(SchemaRoots.answers + SchemaRoots.service) {
            schemas[entry.name] = entry.schema
        }
        return .map(schemas)
    }

    private static let parameters: Document = [
        "uuid": [
            "name": "uuid", "in": "path", "required": true, "description": "Identifier of the offer set or session.",
            "schema": ["type": "string", "format": "uuid"],
        ],
        "idempotencyKey": [
            "name": "Idempotency-Key", "in": "header",
            "description": .text(
                "A name of the client's own for this request, so that it can be sent again when its answer was lost: "
                    + "the same request with the same key is answered with the same offer set or session, as it "
                    + "stands then. Printable ASCII, in double quotes or without."),
            "schema": [
                "type": "string", "pattern": #"^([!#-~][ -~]{0,254}|"([ !#-\[\]-~]|\\["\\]){1,255}")$"#,
            ],
            "example": "\"8e03978e-40d5-43e8-bc93-6894a57f9324\"",
        ],
        "via": [
            "name": "Berth-Via", "in": "header",
            "description": .text(
                "For brokers that ask for others: identifiers of the brokers that the question came through, the last "
                    + "one last. Who finds its own there says no."),
            "schema": ["type": "string", "pattern": #"^[A-Za-z0-9_-]{1,64}(, ?[A-Za-z0-9_-]{1,64}){0,31}$"#],
        ],
    ]

    private static let headers: Document = [
        "ETag": ["description": "Tells this state of the content from others.", "schema": ["type": "string"]],
        "Location": [
            "description": "Where the offer set or session can be read.", "required": true,
            "schema": ["type": "string", "format": "uri-reference"],
        ],
    ]
}
