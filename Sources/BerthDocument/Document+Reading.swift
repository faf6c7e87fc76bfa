extension Document {
    /// Reads a document.
    ///
    /// - Throws: every code of `DocumentError` but `notWritable`, with the place and the member as far as they are
    ///   known.
    public static func read(
        _ bytes: UnsafeRawBufferPointer, as syntax: Syntax, limits: DocumentLimits = .standard
    ) throws(DocumentError) -> Document {
        switch syntax {
        case .json: try JSONReader.read(bytes, limits)
        case .yaml: try YAMLReader.read(bytes, limits)
        case .xml: try XMLReader.read(bytes, limits).document
        }
    }

    /// Reads a document.
    public static func read(
        _ bytes: [UInt8], as syntax: Syntax, limits: DocumentLimits = .standard
    ) throws(DocumentError) -> Document {
        // `withUnsafeBytes` does not carry the type of the error.
        let result: Result<Document, DocumentError> = bytes.withUnsafeBytes { buffer in
            do throws(DocumentError) {
                return .success(try read(buffer, as: syntax, limits: limits))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Reads a document in XML, with the local name of its root element.
    ///
    /// - Throws: as `read`.
    public static func readXML(
        _ bytes: [UInt8], limits: DocumentLimits = .standard
    ) throws(DocumentError) -> (root: String, document: Document) {
        let result: Result<XMLReader.Rooted, DocumentError> = bytes.withUnsafeBytes { buffer in
            do throws(DocumentError) {
                return .success(try XMLReader.read(buffer, limits))
            } catch {
                return .failure(error)
            }
        }
        let rooted = try result.get()
        return (rooted.root, rooted.document)
    }
}
