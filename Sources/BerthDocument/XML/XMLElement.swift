/// An element of XML as it stands, for documents of others: text beside attributes, and namespaces that nobody reads.
///
/// What Berth reads and writes itself is a `Document`.
package struct XMLElement: Sendable, Hashable {
    package struct Attribute: Sendable, Hashable {
        /// Without its prefix.
        package var name: String
        package var value: String
    }

    /// Without its prefix.
    package var name: String
    package var attributes: [Attribute] = []
    package var children: [XMLElement] = []
    /// Its own text together, without that of its children.
    package var text = ""

    package init(_ name: String) { self.name = name }

    /// Reads a document, within the limits: depth, values (elements and attributes), length of a text. A document type
    /// is refused, and nothing is ever fetched.
    ///
    /// - Throws: as `Document.read` for XML.
    package static func read(
        _ bytes: [UInt8], limits: DocumentLimits = .standard
    ) throws(DocumentError) -> XMLElement {
        let result = bytes.withUnsafeBytes { buffer -> Result<XMLElement, DocumentError> in
            do throws(DocumentError) {
                return .success(try XMLReader.element(buffer, limits))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// The value of the first attribute of that name, in whatever namespace.
    package func attribute(_ name: String) -> String? { attributes.first { $0.name == name }?.value }

    /// The first child of that name, in whatever namespace.
    package func child(_ name: String) -> XMLElement? { children.first { $0.name == name } }

    /// Its children of that name, in order.
    package func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

    /// Its text with one blank for white space within, and none around it: what schemas call a token.
    package var token: String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
