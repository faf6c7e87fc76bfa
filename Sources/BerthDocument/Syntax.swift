/// The syntaxes that a document can be written in.
public enum Syntax: String, Sendable, Hashable, CaseIterable {
    case json, yaml, xml
}

/// How much of a document is read before it is refused.
public struct DocumentLimits: Sendable, Hashable {
    public var bytes = 1 << 20
    /// How deep lists and maps may stand in one another.
    public var depth = 64
    /// Members and items in the whole document; what a YAML alias stands for counts each time.
    public var nodes = 100_000
    /// Bytes of one text or name.
    public var textBytes = 256 << 10

    public init() {}

    public static let standard = DocumentLimits()
}

extension Document {
    /// Reads a document.
    ///
    /// - Throws: `DocumentError` with the place where reading stopped.
    public static func read(_ bytes: [UInt8], as syntax: Syntax, limits: DocumentLimits = .standard)
        throws(DocumentError) -> Document
    {
        if bytes.count > limits.bytes {
            throw DocumentError(
                .tooLarge, "The document has \(bytes.count) bytes; at most \(limits.bytes) are read.", nil)
        }
        switch syntax {
        case .json: return try JSONReader(limits: limits).read(bytes)
        case .yaml: return try YAMLReader.read(bytes, limits: limits)
        case .xml: return try XMLReader.read(bytes, limits: limits).content
        }
    }

    /// The document in a syntax.
    ///
    /// - Parameter root: name of the root element, in XML.
    /// - Throws: `notWritable` for a text that the syntax cannot hold: control characters in XML.
    public func written(as syntax: Syntax, root: String = "document") throws(DocumentError) -> [UInt8] {
        switch syntax {
        case .json: JSONWriter.write(self)
        case .yaml: try YAMLWriter.write(self)
        case .xml: try XMLWriter.write(self, root: root)
        }
    }
}
