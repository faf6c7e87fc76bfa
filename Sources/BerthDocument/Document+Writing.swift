extension Document {
    /// Writes a document in UTF-8.
    ///
    /// Plain scalars are written as what they say by themselves (`resolved()`).
    ///
    /// - Parameters:
    ///   - root: name of the root element, for XML only.
    ///   - namespace: namespace of all elements, for XML only.
    ///   - pretty: on lines of their own, for people; YAML and XML are always so.
    /// - Throws: `notWritable` for a number that is not finite, and for what the syntax cannot hold.
    public func written(
        as syntax: Syntax, root: String = "document", namespace: String? = nil, pretty: Bool = false
    ) throws(DocumentError) -> [UInt8] {
        switch syntax {
        case .json: try JSONWriter.write(self, pretty: pretty)
        case .yaml: try YAMLWriter.write(self)
        case .xml: try XMLWriter.write(self, root: root, namespace: namespace)
        }
    }
}
