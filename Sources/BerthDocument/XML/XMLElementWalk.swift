import CLibXML2

/// What is known of the elements of a document while libxml2 reads it.
final class XMLElementWalk: XMLTarget {
    private let limits: DocumentLimits
    private let content: UnsafeBufferPointer<UInt8>
    private(set) var failure: DocumentError?
    private(set) var result: XMLElement?
    var context: xmlParserCtxtPtr?
    /// Those whose end has not come yet, each with its text so far.
    private var open: [(element: XMLElement, text: [UInt8])] = []
    private var valueCount = 0

    init(_ content: UnsafeBufferPointer<UInt8>, _ limits: DocumentLimits) {
        self.content = content
        self.limits = limits
    }

    func fail(_ error: DocumentError, _ position: DocumentError.Position?) {
        guard failure == nil else { return }
        var error = error
        error.position = error.position ?? position
        failure = error
        if let context { xmlStopParser(context) }
    }

    func start(
        _ name: UnsafePointer<xmlChar>?, _: UnsafePointer<xmlChar>?, _ attributeCount: Int,
        _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) {
        guard failure == nil, let name else { return }
        if open.count >= limits.depthLevels { return fail(.tooDeep(limits), nil) }
        var element = XMLElement(String(decodingCString: name, as: UTF8.self))
        valueCount += 1 + attributeCount
        if valueCount > limits.valueCount { return fail(.tooManyValues(limits), nil) }
        if element.name.utf8.count > limits.nameBytes { return fail(.nameTooLong(limits), nil) }
        for index in 0..<attributeCount {
            // Five pointers each: local name, prefix, namespace, begin and end of the value.
            guard let attributes, let local = attributes[index * 5], let begin = attributes[index * 5 + 3],
                let end = attributes[index * 5 + 4]
            else { continue }
            if end - begin > limits.textBytes { return fail(.textTooLong(limits), nil) }
            element.attributes.append(
                .init(
                    name: String(decodingCString: local, as: UTF8.self),
                    value: String(decoding: UnsafeBufferPointer(start: begin, count: end - begin), as: UTF8.self)))
        }
        open.append((element, []))
    }

    func characters(_ text: UnsafePointer<xmlChar>?, _ count: Int) {
        guard failure == nil, let text, let last = open.indices.last else { return }
        if open[last].text.count + count > limits.textBytes { return fail(.textTooLong(limits), nil) }
        open[last].text.append(contentsOf: UnsafeBufferPointer(start: text, count: count))
    }

    func end() {
        guard failure == nil, let ended = open.popLast() else { return }
        var element = ended.element
        element.text = String(decoding: ended.text, as: UTF8.self)
        if let parent = open.indices.last {
            open[parent].element.children.append(element)
        } else {
            result = element
        }
    }
}
