import CLibYAML

extension YAMLReader {
    typealias Text = UnsafeMutablePointer<yaml_char_t>

    mutating func scalar(_ event: yaml_event_t) throws(DocumentError) {
        let scalar = event.data.scalar
        let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
        let isName = expectsName
        if isName, bytes.count > limits.nameBytes { throw error(.nameTooLong(limits)) }
        if bytes.count > limits.textBytes { throw error(.textTooLong(limits)) }
        if bytes.contains(0) { throw error(.nulCharacter) }
        let text = String(decoding: bytes, as: UTF8.self)
        let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
        let document = try tagged(text, isPlain: isPlain, tag: scalar.tag.map { String($0) })
        if let anchor = scalar.anchor { anchors[String(anchor)] = .init(document: document, values: 0, height: 0) }
        if isName {
            if isPlain, text == "<<" {
                throw error(
                    DocumentError(.mergeKey, "Merge keys are not part of YAML 1.2; write the members out here."))
            }
            return try name(text)
        }
        try beginValue()
        add(document, height: 0)
        recorder?.end()
    }

    /// The value of a scalar under its tag.
    private func tagged(_ text: String, isPlain: Bool, tag: String?) throws(DocumentError) -> Document {
        guard let tag else { return isPlain ? .plain(text) : .text(text) }
        guard tag != Self.coreTag + "str" else { return .text(text) }
        switch (tag, Document.plain(text).resolved()) {
        case (Self.coreTag + "null", .null): return .null
        case (Self.coreTag + "bool", .bool(let value)): return .bool(value)
        case (Self.coreTag + "int", .integer(let value)): return .integer(value)
        case (Self.coreTag + "float", .number(let value)): return .number(value)
        case (Self.coreTag + "float", .integer(let value)): return .number(Double(value))
        default: throw unusable(tag)
        }
    }

    private static let coreTag = "tag:yaml.org,2002:"

    private func unusable(_ tag: String) -> DocumentError {
        let short = tag.hasPrefix(Self.coreTag) ? "!!" + tag.dropFirst(Self.coreTag.count) : tag
        return error(
            DocumentError(
                .unusableTag, "The tag \(DocumentError.excerpt(short)) does not fit here; leave it out."))
    }

    mutating func alias(_ anchor: String) throws(DocumentError) {
        aliasCount += 1
        if aliasCount > limits.aliasCount {
            throw error(
                DocumentError(
                    .tooManyAliases, "More than \(limits.aliasCount) aliases in the document; write the values out."))
        }
        guard let anchored = anchors[anchor] else {
            throw error(
                DocumentError(
                    .undefinedAlias,
                    "The alias *\(DocumentError.excerpt(anchor)) has no finished anchor before it; write the value out."
                ))
        }
        if expectsName {
            guard let text = anchored.document.text else { throw nameNotText }
            return try name(text)
        }
        if frames.count + anchored.height > limits.depthLevels { throw error(.tooDeep(limits)) }
        try beginValue()
        // An anchor holds at most as much as the document may: the sum cannot overflow.
        valueCount += anchored.values
        if valueCount > limits.valueCount { throw error(.tooManyValues(limits)) }
        add(anchored.document, height: anchored.height)
        recorder?.end()
    }

    mutating func open(isMap: Bool, tag: Text?, anchor: Text?) throws(DocumentError) {
        if expectsName { throw nameNotText }
        if frames.count >= limits.depthLevels { throw error(.tooDeep(limits)) }
        if let tag = tag.map({ String($0) }), tag != Self.coreTag + (isMap ? "map" : "seq") { throw unusable(tag) }
        try beginValue()
        frames.append(Frame(isMap: isMap, anchor: anchor.map { String($0) }, valuesBefore: valueCount))
    }

    mutating func close() {
        let frame = frames.removeLast()
        let document: Document =
            frame.isMap ? .map(DocumentMembers(uniqueMembers: frame.members)) : .list(frame.items)
        let height = frame.height + 1
        if let anchor = frame.anchor {
            anchors[anchor] = .init(document: document, values: valueCount - frame.valuesBefore, height: height)
        }
        add(document, height: height)
        recorder?.end()
    }

    private var expectsName: Bool {
        guard let last = frames.last else { return false }
        return last.isMap && last.pendingName == nil
    }

    private var nameNotText: DocumentError {
        error(DocumentError(.nameNotText, "The name of a member is a list or a map; write a text."))
    }

    /// Counts a value and notes where it is.
    private mutating func beginValue() throws(DocumentError) {
        if !frames.isEmpty {
            valueCount += 1
            if valueCount > limits.valueCount { throw error(.tooManyValues(limits)) }
        }
        recorder?.begin(frames.last?.step, .position(position))
    }

    private mutating func name(_ name: String) throws(DocumentError) {
        let last = frames.count - 1
        let isNew: Bool
        if frames[last].members.count < 16 {
            isNew = !frames[last].members.contains { $0.name == name }
        } else {
            if frames[last].names.isEmpty { frames[last].names = Set(frames[last].members.map(\.name)) }
            isNew = frames[last].names.insert(name).inserted
        }
        frames[last].pendingName = name
        if !isNew { throw error(.duplicateMember(name)) }
        if frames[last].members.count >= limits.memberCount { throw error(.tooManyMembers(limits)) }
    }

    /// Puts a finished value where it belongs.
    private mutating func add(_ document: Document, height: Int) {
        guard let last = frames.indices.last else {
            root = document
            return
        }
        frames[last].height = max(frames[last].height, height)
        if let name = frames[last].pendingName {
            frames[last].members.append(.init(name: name, value: document))
            frames[last].pendingName = nil
        } else {
            frames[last].items.append(document)
        }
    }
}
