package import BerthDocument
import BerthModel

/// Writes the JSON Schema of each document of the interface.
///
/// Source: JSON Schema 2020-12.
package enum JSONSchemaWriter {
    /// A document of the interface and its schema.
    package struct Root: Sendable {
        /// The name under which `/schemas/{name}` serves it, and of the file.
        package let name: String
        let title: String
        let type: ValueType
        let use: SchemaUse
    }

    package static let roots: [Root] = [
        Root(
            name: "execution-request.json", title: "What is sent to /requests and /direct", type: ExecutionRequest.type,
            use: .request),
        Root(name: "update.json", title: "What is sent to a session", type: Update.type, use: .request),
        Root(name: "offerset-response.json", title: "The answer", type: OfferSetResponse.type, use: .answer),
        Root(name: "execution-session.json", title: "An offer or session", type: Session.type, use: .answer),
    ]

    /// The schema of one document, with the definitions of all types that it needs.
    package static func schema(_ root: Root) -> Document {
        let definitions = SchemaDefinitions(prefix: "#/$defs/", use: root.use, forOpenAPI: false)
        guard case .map(let reference) = definitions.reference(root.type) else { return [:] }
        var schema: DocumentMembers = [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": .text(idPrefix + root.name),
            "title": .text(root.title),
        ]
        for member in reference.members { schema.append(member.name, member.value) }
        schema["$defs"] = .map(
            DocumentMembers(uniqueMembers: definitions.all([root.type]).map { .init(name: $0.name, value: $0.schema) }))
        return .map(schema)
    }

    static let idPrefix = "https://www.purl.org/berth/schema/v1.0/"
}
