import BerthDocument

/// The media types of documents, the one that is written when nobody asks first.
package enum MediaTypes {
    package static let written = ["application/json", "application/yaml", "application/xml"]

    /// The same schema under every media type.
    static func content(_ typeName: String, example: (name: String, value: Document)? = nil) -> Document {
        var content: DocumentMembers = [:]
        for type in written {
            var media: DocumentMembers = ["schema": ["$ref": .text(OpenAPIWriter.prefix + typeName)]]
            if let example, type == "application/json" {
                media["examples"] = .map([example.name: ["value": example.value]])
            }
            content[type] = .map(media)
        }
        return .map(content)
    }

    /// A text of one media type.
    static func text(_ mediaType: String) -> Document {
        .map([mediaType: ["schema": ["type": "string"]]])
    }
}
