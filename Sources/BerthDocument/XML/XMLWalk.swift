import CLibXML2

/// What is known of an XML document while libxml2 reads it.
final class XMLWalk {
    /// Attributes of this namespace say what XML cannot: `type="text"` on a text that looks like a number, and so on.
    static let namespace = "https://www.purl.org/berth/schema/v1.0/document"

    var failure: DocumentError?
    var result: XMLReader.Result?
    var context: xmlParserCtxtPtr?
    var places: [DocumentPath: DocumentError.Position]?
    private let limits: DocumentLimits
    private var frames: [Frame] = []
    private var nodes = 0

    private struct Frame {
        var name: String
        var mark: String?
        var members: [DocumentMembers.Member] = []
        var indices: [String: Int] = [:]
        /// Names that stand more than once.
        var lists: Set<String> = []
        var text: [UInt8] = []
        var path: DocumentPath
    }

    init(limits: DocumentLimits, recordsPlaces: Bool) {
        self.limits = limits
        places = recordsPlaces ? [:] : nil
    }

    static func of(_ user: UnsafeMutableRawPointer?) -> XMLWalk? {
        guard let user else { return nil }
        return Unmanaged<XMLWalk>.fromOpaque(user).takeUnretainedValue()
    }

    func fail(_ code: DocumentError.Code, _ message: String, line: Int? = nil) {
        guard failure == nil else { return }
        failure = DocumentError(code, message, line.map { .init(line: $0, column: 1) } ?? position)
        if let context { xmlStopParser(context) }
    }

    private var position: DocumentError.Position? {
        context.map { .init(line: Int(xmlSAX2GetLineNumber($0)), column: max(1, Int(xmlSAX2GetColumnNumber($0)))) }
    }

    func start(
        _ name: UnsafePointer<xmlChar>?, _ uri: UnsafePointer<xmlChar>?, _ attributeCount: Int,
        _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) {
        guard failure == nil, let name else { return }
        if frames.count > limits.depth {
            return fail(.tooDeep, "Elements stand more than \(limits.depth) deep.")
        }
        guard count() else { return }
        let isMember = uri.map { String(cString: $0) == Self.namespace } ?? false
        var frame = Frame(name: String(cString: name), path: .root)
        for index in 0..<attributeCount {
            // Five pointers each: local name, prefix, namespace, begin and end of the value.
            guard let attributes, let local = attributes[index * 5], let begin = attributes[index * 5 + 3],
                let end = attributes[index * 5 + 4]
            else { continue }
            let attribute = String(cString: local)
            let value = String(decoding: UnsafeBufferPointer(start: begin, count: end - begin), as: UTF8.self)
            if let space = attributes[index * 5 + 2] {
                if String(cString: space) == Self.namespace, attribute == "type" { frame.mark = value }
                continue
            }
            if isMember, attribute == "name" {
                frame.name = value
                continue
            }
            guard count(), checkLength(value.utf8.count) else { return }
            frame.indices[attribute] = frame.members.count
            frame.members.append(.init(name: attribute, value: .plain(value)))
        }
        frame.path = path(of: frame.name)
        if let position { places?[frame.path] = position }
        frames.append(frame)
    }

    private func path(of name: String) -> DocumentPath {
        guard let parent = frames.last else { return .root }
        guard let index = parent.indices[name] else { return parent.path.appending(name) }
        if parent.lists.contains(name), case .list(let items) = parent.members[index].value {
            return parent.path.appending(name).appending(items.count)
        }
        return parent.path.appending(name).appending(1)
    }

    func characters(_ text: UnsafePointer<xmlChar>?, _ count: Int) {
        guard failure == nil, let text, let last = frames.indices.last else { return }
        guard checkLength(frames[last].text.count + count) else { return }
        frames[last].text.append(contentsOf: UnsafeBufferPointer(start: text, count: count))
    }

    func end() {
        guard failure == nil, let frame = frames.popLast() else { return }
        guard let value = value(of: frame) else { return }
        guard let parent = frames.indices.last else {
            result = XMLReader.Result(root: frame.name, content: value)
            return
        }
        if let index = frames[parent].indices[frame.name] {
            if case .list(var items) = frames[parent].members[index].value, frames[parent].lists.contains(frame.name) {
                frames[parent].members[index].value = .null
                items.append(value)
                frames[parent].members[index].value = .list(items)
            } else {
                frames[parent].members[index].value = .list([frames[parent].members[index].value, value])
                frames[parent].lists.insert(frame.name)
            }
        } else {
            frames[parent].indices[frame.name] = frames[parent].members.count
            frames[parent].members.append(.init(name: frame.name, value: value))
        }
    }

    private func value(of frame: Frame) -> Document? {
        let hasText = frame.text.contains { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
        let text = String(decoding: frame.text, as: UTF8.self)
        switch frame.mark {
        case "text": return .text(text)
        case "null": return .null
        case "map": return .map(DocumentMembers(uniqueMembers: frame.members))
        case "list":
            // Items stand in elements named item; one alone is still a list.
            guard let first = frame.members.first else { return .list([]) }
            if frame.lists.contains(first.name) { return first.value }
            return .list([first.value])
        default: break
        }
        if frame.members.isEmpty { return .plain(hasText ? text : "") }
        if hasText {
            fail(.notSupported, "The element \(frame.name) holds text beside attributes or elements.")
            return nil
        }
        return .map(DocumentMembers(uniqueMembers: frame.members))
    }

    private func count() -> Bool {
        nodes += 1
        if nodes <= limits.nodes { return true }
        fail(.tooManyNodes, "The document has more than \(limits.nodes) elements and attributes.")
        return false
    }

    private func checkLength(_ length: Int) -> Bool {
        if length <= limits.textBytes { return true }
        fail(.textTooLong, "A text has more than \(limits.textBytes) bytes.")
        return false
    }
}
