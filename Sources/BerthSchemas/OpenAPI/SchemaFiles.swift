import BerthDocument

/// The files that `/schemas/{name}` serves.
package enum SchemaFiles {
    /// Name and media type of each.
    package static let all: [(name: String, mediaType: String)] =
        JSONSchemaWriter.roots.map { ($0.name, "application/schema+json") } + [
            (XSDWriter.fileName, "application/xml"), (MarkdownWriter.fileName, "text/markdown"),
        ]

    static let names = all.map(\.name)

    static let content: Document = [
        "application/schema+json": ["schema": ["type": "object"]],
        "application/xml": ["schema": ["type": "string"]],
        "text/markdown": ["schema": ["type": "string"]],
    ]
}
