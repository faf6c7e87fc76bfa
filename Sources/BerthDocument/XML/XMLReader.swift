import CLibXML2

/// Reads XML with libxml2's SAX2 interface. Source: XML 1.0, Namespaces in XML 1.0.
///
/// Elements and attributes both become members under their local names; an element that is repeated becomes a list; text
/// stays open (`Document.plain`). A document type is refused where it begins, so there are no entities but the five that XML
/// knows, and nothing is ever fetched. What Berth's writer marks with attributes of its own namespace reads back exactly.
struct XMLReader {
    struct Result {
        var root: String
        var content: Document
    }

    static func read(_ bytes: [UInt8], limits: DocumentLimits) throws(DocumentError) -> Result {
        try run(bytes, limits, recordsPlaces: false).get()
    }

    /// Where every element stands; libxml2 knows lines only.
    static func places(_ bytes: [UInt8], limits: DocumentLimits) -> [DocumentPath: DocumentError.Position] {
        let walk = XMLWalk(limits: limits, recordsPlaces: true)
        parse(bytes, walk)
        return walk.places ?? [:]
    }

    private static func run(_ bytes: [UInt8], _ limits: DocumentLimits, recordsPlaces: Bool)
        -> Swift.Result<Result, DocumentError>
    {
        if bytes.isEmpty { return .failure(DocumentError(.empty, "The document is empty.", nil)) }
        if let position = JSONReader.firstBrokenByte(bytes) {
            return .failure(DocumentError(.notUTF8, "The document is not UTF-8.", position))
        }
        let walk = XMLWalk(limits: limits, recordsPlaces: recordsPlaces)
        parse(bytes, walk)
        if let failure = walk.failure { return .failure(failure) }
        guard let result = walk.result else {
            return .failure(DocumentError(.syntax, "This is not XML: it has no root element.", nil))
        }
        return .success(result)
    }

    private static func parse(_ bytes: [UInt8], _ walk: XMLWalk) {
        var handler = berth_xml_handler()
        let user = Unmanaged.passUnretained(walk).toOpaque()
        withExtendedLifetime(walk) {
            guard let context = xmlCreatePushParserCtxt(&handler, user, nil, 0, nil) else {
                walk.failure = DocumentError(.tooLarge, "There is no memory to read the document.", nil)
                return
            }
            walk.context = context
            xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue) | Int32(XML_PARSE_NOCDATA.rawValue))
            _ = xmlSwitchEncoding(context, XML_CHAR_ENCODING_UTF8)
            let step = 16 << 10
            var offset = 0
            // In pieces: a document that has failed is not read to its end.
            while offset < bytes.count, walk.failure == nil {
                let count = min(step, bytes.count - offset)
                bytes[offset..<(offset + count)].withUnsafeBytes { piece in
                    _ = xmlParseChunk(
                        context, piece.bindMemory(to: CChar.self).baseAddress, Int32(count),
                        offset + count == bytes.count ? 1 : 0)
                }
                offset += count
            }
            if context.pointee.wellFormed == 0, walk.failure == nil {
                walk.failure = DocumentError(.syntax, "This is not XML.", nil)
            }
            walk.context = nil
            xmlFreeParserCtxt(context)
        }
    }

    /// The calls of libxml2, each of which finds its `XMLWalk` in the user data.
    private static func berth_xml_handler() -> xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElementNs = { user, name, _, uri, _, _, attributeCount, _, attributes in
            XMLWalk.of(user)?.start(name, uri, Int(attributeCount), attributes)
        }
        handler.endElementNs = { user, _, _, _ in XMLWalk.of(user)?.end() }
        handler.characters = { user, text, count in XMLWalk.of(user)?.characters(text, Int(count)) }
        handler.ignorableWhitespace = { _, _, _ in }
        handler.internalSubset = { user, _, _, _ in
            XMLWalk.of(user)?.fail(.notSupported, "A document type is not read here; leave <!DOCTYPE …> out.")
        }
        handler.reference = { user, name in
            let text = name.map { String(cString: $0) } ?? ""
            XMLWalk.of(user)?.fail(.notSupported, "The entity &\(text); is not known.")
        }
        handler.serror = { user, error in
            guard let error, error.pointee.level.rawValue >= XML_ERR_ERROR.rawValue else { return }
            let text = error.pointee.message.map { String(cString: $0) } ?? ""
            // The message ends with a line feed.
            let message = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "it cannot be read"
            XMLWalk.of(user)?.fail(.syntax, "This is not XML: \(message).", line: Int(error.pointee.line))
        }
        return handler
    }
}
