package import BerthDocument

/// A file under `schemas/`, made from the shapes of the model.
package struct GeneratedFile: Sendable, Hashable {
    /// Relative to the folder `schemas/`.
    package let path: String
    package let bytes: [UInt8]

    /// Every file under `schemas/`, in a fixed order; the same bytes each time.
    ///
    /// - Throws: never in practice: every schema can be written in every syntax.
    package static func all() throws(DocumentError) -> [GeneratedFile] {
        var files: [GeneratedFile] = []
        for root in JSONSchemaWriter.roots {
            let bytes = try JSONSchemaWriter.schema(root).written(as: .json, pretty: true)
            files.append(GeneratedFile(path: root.name, bytes: ended(bytes)))
        }
        let service = OpenAPIWriter.document()
        files.append(
            GeneratedFile(
                path: OpenAPIWriter.jsonFileName, bytes: ended(try service.written(as: .json, pretty: true))))
        files.append(
            GeneratedFile(path: OpenAPIWriter.yamlFileName, bytes: ended(try service.written(as: .yaml))))
        files.append(GeneratedFile(path: XSDWriter.fileName, bytes: Array(XSDWriter.schema().utf8)))
        files.append(GeneratedFile(path: MarkdownWriter.fileName, bytes: Array(MarkdownWriter.text().utf8)))
        return files
    }

    /// With a line break at the end, as text files have.
    private static func ended(_ bytes: [UInt8]) -> [UInt8] {
        bytes.last == UInt8(ascii: "\n") ? bytes : bytes + [UInt8(ascii: "\n")]
    }
}
