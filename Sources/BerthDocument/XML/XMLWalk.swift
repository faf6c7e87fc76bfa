import CLibXML2

/// What is known of an XML document while libxml2 reads it.
final class XMLWalk: XMLTarget {
    /// An element whose end has not come yet.
    struct Frame {
        var name: String
        var mark: String?
        private(set) var members: [DocumentMembers.Member] = []
        var attributeCount = 0
        /// Where the members stand by name; filled when there are too many to look at one by one.
        private var indices: [String: Int] = [:]
        /// Names of elements that stand more than once.
        var lists: Set<String> = []
        var text: [UInt8] = []
        /// Where the element is among those of its name.
        var index = 0

        init(name: String) { self.name = name }

        private static let fewMembers = 16

        func index(of name: String) -> Int? {
            if members.count > Self.fewMembers { return indices[name] }
            return members.firstIndex { $0.name == name }
        }

        mutating func append(_ name: String, _ value: Document) {
            members.append(.init(name: name, value: value))
            if members.count == Self.fewMembers + 1 {
                for (index, member) in members.enumerated() { indices[member.name] = index }
            } else if members.count > Self.fewMembers {
                indices[name] = members.count - 1
            }
        }

        /// Adds an element of a name that is there already.
        mutating func `repeat`(_ index: Int, _ value: Document) {
            let earlier = members[index].value
            if lists.insert(members[index].name).inserted {
                members[index].value = .list([earlier, value])
            } else if case .list(var items) = consume earlier {
                // Not two owners of the items at once: they would be copied.
                members[index].value = .null
                items.append(value)
                members[index].value = .list(items)
            }
        }
    }

    let limits: DocumentLimits
    let content: UnsafeBufferPointer<UInt8>
    private(set) var failure: DocumentError?
    private(set) var result: XMLReader.Rooted?
    var context: xmlParserCtxtPtr?
    /// Filled when places are wanted.
    private(set) var recorder: PlaceRecorder?
    private(set) var frames: [Frame] = []
    private var valueCount = 0

    init(_ content: UnsafeBufferPointer<UInt8>, _ limits: DocumentLimits, recordsPlaces: Bool) {
        self.content = content
        self.limits = limits
        recorder = recordsPlaces ? PlaceRecorder() : nil
    }

    /// Keeps the first failure and stops the parser.
    func fail(_ error: DocumentError, _ position: DocumentError.Position? = nil) {
        guard failure == nil else { return }
        failure = error.at(position ?? LineIndex(content).position(of: offset), path)
        if let context { xmlStopParser(context) }
    }

    /// The place of the tag or text at hand, in bytes.
    private var offset: Int {
        guard let input = context?.pointee.input, let current = input.pointee.cur, let base = input.pointee.base else {
            return 0
        }
        let end = min(Int(input.pointee.consumed) + (current - base), content.count)
        // The parser stands at the end of a tag; no tag holds a second "<".
        return content[..<end].lastIndex(of: UInt8(ascii: "<")) ?? 0
    }

    private var path: DocumentPath {
        var path = DocumentPath.root
        for frame in frames.dropFirst() {
            path.append(.member(frame.name))
            if frame.index > 0 { path.append(.index(frame.index)) }
        }
        return path
    }

    func start(
        _ name: UnsafePointer<xmlChar>?, _ uri: UnsafePointer<xmlChar>?, _ attributeCount: Int,
        _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
    ) {
        guard failure == nil, let name else { return }
        // An element inside as many as there may be can still be a scalar; the levels are counted at the end.
        if frames.count > limits.depthLevels { return fail(.tooDeep(limits)) }
        var frame = Frame(name: String(decodingCString: name, as: UTF8.self))
        let isMember = XMLMark.isOurs(uri)
        for index in 0..<attributeCount {
            // Five pointers each: local name, prefix, namespace, begin and end of the value.
            guard let attributes, let local = attributes[index * 5], let begin = attributes[index * 5 + 3],
                let end = attributes[index * 5 + 4]
            else { continue }
            let name = String(decodingCString: local, as: UTF8.self)
            let value = String(decoding: UnsafeBufferPointer(start: begin, count: end - begin), as: UTF8.self)
            if let space = attributes[index * 5 + 2] {
                if XMLMark.isOurs(space), name == "type" { frame.mark = value }
            } else if isMember, name == XMLMark.name {
                frame.name = value
            } else if isMember, name == XMLMark.escapedName {
                guard let name = XMLMark.unescaped(Array(value.utf8)) else {
                    return fail(.malformed("An escaped name is a string of JSON; write one in double quotes."))
                }
                frame.name = name
            } else {
                guard hasName(name), hasText(value.utf8.count), hasValue(frame.members.count) else { return }
                frame.append(name, .plain(value))
            }
        }
        frame.attributeCount = frame.members.count
        open(frame)
    }

    private func open(_ opened: Frame) {
        var frame = opened
        if let parent = frames.indices.last {
            let index = frames[parent].index(of: frame.name)
            guard hasName(frame.name), hasValue(index == nil ? frames[parent].members.count : 0) else { return }
            if let index {
                if index < frames[parent].attributeCount { return fail(.duplicateMember(frame.name)) }
                frame.index = 1
                if frames[parent].lists.contains(frame.name),
                    case .list(let items) = frames[parent].members[index].value
                {
                    frame.index = items.count
                }
            }
        }
        if recorder != nil {
            let spot = Place.Spot.offset(offset)
            recorder?.begin(frames.isEmpty ? nil : .member(frame.name), spot)
            for member in frame.members {
                recorder?.begin(.member(member.name), spot)
                recorder?.end()
            }
        }
        frames.append(frame)
    }

    func characters(_ text: UnsafePointer<xmlChar>?, _ count: Int) {
        guard failure == nil, let text, let last = frames.indices.last else { return }
        guard hasText(frames[last].text.count + count) else { return }
        frames[last].text.append(contentsOf: UnsafeBufferPointer(start: text, count: count))
    }

    func end() {
        guard failure == nil, let frame = frames.last, let value = XMLMark.value(of: frame, fail: { fail($0) }) else {
            return
        }
        guard frames.count > 1 else {
            // Lists have no element of their own, and are a level nevertheless.
            if value.height > limits.depthLevels { return fail(.tooDeep(limits)) }
            frames.removeLast()
            recorder?.end()
            result = .init(root: frame.name, document: value)
            return
        }
        frames.removeLast()
        recorder?.end()
        let parent = frames.count - 1
        if let index = frames[parent].index(of: frame.name) {
            frames[parent].repeat(index, value)
        } else {
            frames[parent].append(frame.name, value)
        }
    }

    private func hasName(_ name: String) -> Bool {
        if name.utf8.count <= limits.nameBytes { return true }
        fail(.nameTooLong(limits))
        return false
    }

    private func hasText(_ count: Int) -> Bool {
        if count <= limits.textBytes { return true }
        fail(.textTooLong(limits))
        return false
    }

    /// Counts one more value, beside so many members.
    private func hasValue(_ members: Int) -> Bool {
        valueCount += 1
        if valueCount > limits.valueCount { fail(.tooManyValues(limits)) }
        if members >= limits.memberCount { fail(.tooManyMembers(limits)) }
        return failure == nil
    }
}

extension Document {
    /// How many lists and maps stand in one another: 0 for a scalar.
    var height: Int {
        switch self {
        case .list(let items): 1 + (items.lazy.map(\.height).max() ?? 0)
        case .map(let members): 1 + (members.members.lazy.map(\.value.height).max() ?? 0)
        default: 0
        }
    }
}
