/// Counts the attributes of each tag before libxml2 sees them: it compares each with all others of its element, and
/// calls back only afterwards.
///
/// Follows the bytes of a well-formed document exactly, and those of any other up to where libxml2 stops.
struct XMLTags {
    private let content: UnsafeBufferPointer<UInt8>
    private var offset = 0

    /// - Throws: `tooManyAttributes`.
    static func check(_ content: UnsafeBufferPointer<UInt8>, _ limits: DocumentLimits) throws(DocumentError) {
        var tags = XMLTags(content: content)
        while let start = content[tags.offset...].firstIndex(of: UInt8(ascii: "<")) {
            tags.offset = start
            if tags.skip("<!--", to: "-->") || tags.skip("<![CDATA[", to: "]]>") || tags.skip("<?", to: "?>") {
                continue
            }
            if tags.attributes() > limits.attributeCount {
                throw DocumentError(
                    .tooManyAttributes, "More than \(limits.attributeCount) attributes of one element; leave some out.",
                    position: LineIndex(content).position(of: start))
            }
        }
    }

    private init(content: UnsafeBufferPointer<UInt8>) { self.content = content }

    /// Takes what begins and ends so, or does nothing.
    private mutating func skip(_ opening: StaticString, to closing: StaticString) -> Bool {
        guard isAt(opening) else { return false }
        offset += opening.utf8CodeUnitCount
        while offset < content.count, !isAt(closing) { offset += 1 }
        return true
    }

    private func isAt(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        return offset + count <= content.count && (0..<count).allSatisfy { content[offset + $0] == text.utf8Start[$0] }
    }

    /// Takes a tag and answers how many attributes it has.
    private mutating func attributes() -> Int {
        var count = 0
        var quote: UInt8?
        while offset < content.count {
            let byte = content[offset]
            offset += 1
            switch byte {
            case quote: quote = nil
            case _ where quote != nil: break
            case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
            case UInt8(ascii: "="): count += 1
            case UInt8(ascii: ">"): return count
            default: break
            }
        }
        return count
    }
}
