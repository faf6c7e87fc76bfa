import CLibXML2

/// Reads XML through libxml2's SAX2 calls.
///
/// Attributes and child elements both become members under their local names; an element that is repeated becomes a
/// list in the place of the first; text stays open (`Document.plain`), and none at all is an empty text. A document
/// type is refused where it begins, so there are no entities but the five that XML knows, and nothing is ever fetched.
/// Attributes of other namespaces, comments and processing instructions are passed over. What `XMLWriter` marks with
/// its own namespace reads back exactly.
///
/// Source: XML 1.0 (fifth edition), Namespaces in XML 1.0.
struct XMLReader {
    /// A document, and the name of the element around it.
    struct Rooted {
        var root: String
        var document: Document
    }

    /// Beyond these libxml2 has to be told that a document may be huge.
    private static let usualDepthLevels = 200
    private static let usualTextBytes = 1 << 20

    static func read(_ bytes: UnsafeRawBufferPointer, _ limits: DocumentLimits) throws(DocumentError) -> Rooted {
        let content = try DocumentInput.checked(bytes, limits)
        try checkEncoding(content)
        try XMLTags.check(content, limits)
        let walk = XMLWalk(content, limits, recordsPlaces: false)
        try parse(content, walk, limits)
        if let failure = walk.failure { throw failure }
        guard let result = walk.result else { throw .malformed("There is no root element; write one.") }
        return result
    }

    /// The root element as it stands.
    static func element(_ bytes: UnsafeRawBufferPointer, _ limits: DocumentLimits) throws(DocumentError) -> XMLElement {
        let content = try DocumentInput.checked(bytes, limits)
        try checkEncoding(content)
        try XMLTags.check(content, limits)
        let walk = XMLElementWalk(content, limits)
        try parse(content, walk, limits)
        if let failure = walk.failure { throw failure }
        guard let result = walk.result else { throw .malformed("There is no root element; write one.") }
        return result
    }

    /// Where every element stands, as far as the document can be read.
    static func places(_ bytes: UnsafeRawBufferPointer, _ limits: DocumentLimits) -> [Place] {
        guard let content = try? DocumentInput.checked(bytes, limits) else { return [] }
        guard (try? XMLTags.check(content, limits)) != nil else { return [] }
        let walk = XMLWalk(content, limits, recordsPlaces: true)
        try? parse(content, walk, limits)
        return walk.recorder?.all ?? []
    }

    private static func parse(
        _ content: UnsafeBufferPointer<UInt8>, _ walk: any XMLTarget, _ limits: DocumentLimits
    ) throws(DocumentError) {
        _ = isReady
        let start = UnsafeRawPointer(content.baseAddress)?.assumingMemoryBound(to: CChar.self)
        guard let context = xmlCreateMemoryParserCtxt(start, Int32(clamping: content.count)) else {
            throw DocumentError(.tooLarge, "There is no memory to read the document; try again later.")
        }
        defer { xmlFreeParserCtxt(context) }
        // Entities are replaced, which without a document type means the five of XML and character references only.
        var options = XML_PARSE_NONET.rawValue | XML_PARSE_NOENT.rawValue | XML_PARSE_IGNORE_ENC.rawValue
        if limits.depthLevels > usualDepthLevels || limits.textBytes > usualTextBytes {
            options |= XML_PARSE_HUGE.rawValue
        }
        xmlCtxtUseOptions(context, Int32(options))
        context.pointee.sax.pointee = handler()
        let box = XMLTargetBox(walk)
        context.pointee.userData = Unmanaged.passUnretained(box).toOpaque()
        walk.context = context
        defer { walk.context = nil }
        withExtendedLifetime(box) {
            if xmlParseDocument(context) != 0 || context.pointee.wellFormed == 0 {
                walk.fail(.malformed("This is not XML; check its tags."), nil)
            }
        }
    }

    /// libxml2 asks to be made ready once, before threads use it.
    private static let isReady: Bool = {
        xmlInitParser()
        return true
    }()

    /// The bytes are known to be UTF-8: a document that claims something else does not mean what it says.
    private static func checkEncoding(_ content: UnsafeBufferPointer<UInt8>) throws(DocumentError) {
        guard content.starts(with: Array("<?xml".utf8)) else { return }
        let declaration = content.prefix(200).prefix { $0 != UInt8(ascii: ">") }
        let words = String(decoding: declaration, as: UTF8.self).split { " \t\r\n=\"'?".contains($0) }
        guard let index = words.firstIndex(of: "encoding"), index + 1 < words.count else { return }
        let name = words[index + 1].uppercased()
        if ["UTF-8", "UTF8", "US-ASCII", "ASCII"].contains(name) { return }
        throw DocumentError(
            .notUTF8, "The document says that it is in \(DocumentError.excerpt(name)); send it in UTF-8.",
            position: .init(line: 1, column: 1))
    }

    /// The calls of libxml2, each of which finds its target in the user data.
    private static func handler() -> xmlSAXHandler {
        var handler = xmlSAXHandler()
        handler.initialized = UInt32(XML_SAX2_MAGIC)
        handler.startElementNs = { user, name, _, uri, _, _, attributeCount, _, attributes in
            XMLTargetBox.of(user)?.start(name, uri, Int(attributeCount), attributes)
        }
        handler.endElementNs = { user, _, _, _ in XMLTargetBox.of(user)?.end() }
        handler.characters = { user, text, count in XMLTargetBox.of(user)?.characters(text, Int(count)) }
        handler.cdataBlock = handler.characters
        handler.ignorableWhitespace = handler.characters
        handler.internalSubset = { user, _, _, _ in
            XMLTargetBox.of(user)?.fail(
                DocumentError(.documentType, "A document type is not read here; leave <!DOCTYPE …> out."), nil)
        }
        handler.serror = { user, error in
            guard let error, error.pointee.level.rawValue >= XML_ERR_ERROR.rawValue else { return }
            let cause = error.pointee.message.map { String(cString: $0).split(whereSeparator: \.isNewline) }?.first
            XMLTargetBox.of(user)?.fail(
                .malformed("This is not XML; check its tags.", cause: cause.map { String($0) }),
                .init(line: Int(error.pointee.line), column: max(1, Int(error.pointee.int2))))
        }
        return handler
    }
}
