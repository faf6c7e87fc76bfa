import BerthDocument

/// The media types of documents, the one that is written when nobody asks first.
package enum MediaTypes {
    package static let written = ["application/json", "application/yaml", "application/xml"]

    /// The same schema under every media type.
    static func content(_ typeName: String) -> Document {
        let media: Document = ["schema": ["$ref": .text(OpenAPIWriter.prefix + typeName)]]
        return .map(DocumentMembers(uniqueMembers: written.map { .init(name: $0, value: media) }))
    }

    /// What is read, in each media type.
    ///
    /// Only JSON says of every scalar what it is. What YAML leaves open, and every text of XML, is read as the type
    /// that its member asks for, which no schema of JSON can say: there the body is a map, and its description says of
    /// what.
    static func body(_ typeName: String, example: (name: String, value: Document)) -> Document {
        let members = "The members of \(typeName)."
        return [
            "application/json": [
                "schema": ["$ref": .text(OpenAPIWriter.prefix + typeName)],
                "examples": .map([example.name: ["value": example.value]]),
            ],
            "application/yaml": [
                "schema": [
                    "type": "object",
                    "description": .text(members + " Plain scalars are read as the type that the member asks for."),
                ]
            ],
            "application/xml": [
                "schema": [
                    "type": "object", "xml": ["name": .text(typeName)],
                    "description": .text(members + " See /schemas/" + XSDWriter.fileName + "."),
                ]
            ],
        ]
    }

    /// A page for people, and the same as a document.
    static let index: Document = .map(
        DocumentMembers(
            uniqueMembers: written.map { .init(name: $0, value: ["schema": ["type": "object"]]) } + [
                .init(name: "text/html", value: ["schema": ["type": "string"]])
            ]))

    /// A text of one media type.
    static func text(_ mediaType: String) -> Document {
        .map([mediaType: ["schema": ["type": "string"]]])
    }
}
