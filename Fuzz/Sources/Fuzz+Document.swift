import BerthDocument

extension Fuzz {
    /// No crash; and what can be read can be written in every syntax, and reads back from each as the same values.
    static func document(_ bytes: UnsafePointer<UInt8>?, _ count: Int, _ syntax: Syntax) -> Int32 {
        let buffer = UnsafeRawBufferPointer(start: bytes, count: count)
        let first: Document
        do throws(DocumentError) {
            first = try Document.read(buffer, as: syntax)
        } catch {
            // What simdjson refuses, our own scanner has to find.
            if error.message.hasPrefix("The document is not JSON") { fail("a refusal without a place", error) }
            _ = SourceMap(Array(buffer), syntax).position(of: ["a"])
            return 0
        }
        let places = SourceMap(Array(buffer), syntax)
        for path in paths(of: first).prefix(100) where places.position(of: path) == nil {
            fail("no place of \(path)", first)
        }
        let json = roundTrip(first, .json)
        if json != first.resolvedTree() { fail("JSON does not say what was read from \(syntax)", first, json) }
        let yaml = roundTrip(first, .yaml).resolvedTree()
        if yaml != json { fail("YAML does not say what was read from \(syntax)", first, yaml) }
        // XML has its own idea of lists of one, and calls texts open; after one pass it is stable.
        let xml = roundTrip(first, .xml)
        if roundTrip(xml, .xml) != xml { fail("XML is not stable", first, xml) }
        return 0
    }

    private static func paths(of document: Document, at path: DocumentPath = .root) -> [DocumentPath] {
        switch document {
        case .list(let items):
            [path] + items.enumerated().flatMap { paths(of: $1, at: path.appending($0)) }
        case .map(let members):
            [path] + members.members.flatMap { paths(of: $0.value, at: path.appending($0.name)) }
        default: [path]
        }
    }

    private static func roundTrip(_ document: Document, _ syntax: Syntax) -> Document {
        // What was written may be larger than what was read: quotes, escapes, tags.
        let limits = DocumentLimits(
            sizeBytes: 1 << 28, depthLevels: 200, valueCount: 1_000_000, memberCount: 1_000_000, textBytes: 1 << 24,
            nameBytes: 1 << 16, aliasCount: 0)
        var text = "nothing"
        do {
            let bytes = try document.written(as: syntax)
            text = String(decoding: bytes, as: UTF8.self)
            return try Document.read(bytes, as: syntax, limits: limits)
        } catch {
            fail("\(syntax) cannot be written or read back", error, document, text)
        }
    }
}
