import CLibYAML

/// Reads YAML with libyaml's events. Source: YAML 1.2.2.
///
/// Plain scalars stay open (`Document.plain`). Aliases are copied where they stand, and count as often as they do. Tags are
/// taken for `!!str` and refused otherwise; `<<` is a member like any other; one document only.
struct YAMLReader: ~Copyable {
    private var parser = yaml_parser_t()
    private let limits: DocumentLimits
    private var frames: [Frame] = []
    private var anchors: [String: (document: Document, nodes: Int)] = [:]
    private var nodes = 0
    private var root: Document?
    /// Filled when places are asked for.
    private var places: [DocumentPath: DocumentError.Position]?

    private struct Frame {
        var isMap: Bool
        var anchor: String?
        var start: DocumentError.Position
        var items: [Document] = []
        var members: [DocumentMembers.Member] = []
        var names: Set<String> = []
        var pendingName: String?
        /// Nodes that were counted before this one.
        var nodesBefore: Int
    }

    static func read(_ bytes: [UInt8], limits: DocumentLimits) throws(DocumentError) -> Document {
        var reader = YAMLReader(limits: limits, recordsPlaces: false)
        return try reader.run(bytes)
    }

    /// Where every node stands.
    static func places(_ bytes: [UInt8], limits: DocumentLimits) -> [DocumentPath: DocumentError.Position] {
        var reader = YAMLReader(limits: limits, recordsPlaces: true)
        _ = try? reader.run(bytes)
        return reader.places ?? [:]
    }

    private init(limits: DocumentLimits, recordsPlaces: Bool) {
        self.limits = limits
        places = recordsPlaces ? [:] : nil
        yaml_parser_initialize(&parser)
    }

    deinit {
        var parser = parser
        yaml_parser_delete(&parser)
    }

    private mutating func run(_ bytes: [UInt8]) throws(DocumentError) -> Document {
        if let position = JSONReader.firstBrokenByte(bytes) {
            throw DocumentError(.notUTF8, "The document is not UTF-8.", position)
        }
        if let zero = bytes.firstIndex(of: 0) {
            throw DocumentError(
                .controlCharacter, "The document holds the character U+0000.",
                DocumentError.Position(offset: zero, in: bytes))
        }
        yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
        // The parser keeps the address until the end of this function: the copy below stays where it is.
        let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(bytes.count, 1))
        defer { buffer.deallocate() }
        _ = buffer.initialize(from: bytes)
        yaml_parser_set_input_string(&parser, buffer.baseAddress, bytes.count)
        var isDone = false
        while !isDone {
            var event = yaml_event_t()
            guard yaml_parser_parse(&parser, &event) == 1 else { throw parserError() }
            defer { yaml_event_delete(&event) }
            isDone = try handle(event)
        }
        guard let root else { throw DocumentError(.empty, "The document is empty.", nil) }
        return root
    }

    private func parserError() -> DocumentError {
        let problem = parser.problem.map { String(cString: $0) } ?? "it cannot be read"
        let code: DocumentError.Code = parser.error == YAML_READER_ERROR ? .controlCharacter : .syntax
        return DocumentError(
            code, "This is not YAML: \(problem).",
            .init(line: Int(parser.problem_mark.line) + 1, column: Int(parser.problem_mark.column) + 1))
    }

    /// - Returns: `true` at the end of the stream.
    private mutating func handle(_ event: yaml_event_t) throws(DocumentError) -> Bool {
        let position = DocumentError.Position(
            line: Int(event.start_mark.line) + 1, column: Int(event.start_mark.column) + 1)
        switch event.type {
        case YAML_STREAM_END_EVENT: return true
        case YAML_DOCUMENT_START_EVENT:
            if root != nil {
                throw DocumentError(.notSupported, "A second document begins; one document is read.", position)
            }
        case YAML_SCALAR_EVENT: try scalar(event, position)
        case YAML_ALIAS_EVENT: try alias(text(event.data.alias.anchor), position)
        case YAML_SEQUENCE_START_EVENT:
            try checkTag(event.data.sequence_start.tag, position)
            try open(isMap: false, event.data.sequence_start.anchor, position)
        case YAML_MAPPING_START_EVENT:
            try checkTag(event.data.mapping_start.tag, position)
            try open(isMap: true, event.data.mapping_start.anchor, position)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
            let frame = frames.removeLast()
            let document: Document =
                frame.isMap ? .map(DocumentMembers(uniqueMembers: frame.members)) : .list(frame.items)
            if let anchor = frame.anchor { anchors[anchor] = (document, nodes - frame.nodesBefore) }
            try add(document, frame.start)
        default: break
        }
        return false
    }

    private mutating func scalar(_ event: yaml_event_t, _ position: DocumentError.Position) throws(DocumentError) {
        let scalar = event.data.scalar
        if scalar.length > limits.textBytes {
            throw DocumentError(
                .textTooLong, "A text has \(scalar.length) bytes; at most \(limits.textBytes) are read.", position)
        }
        let text = String(decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
        if text.utf8.contains(0) {
            throw DocumentError(
                .controlCharacter, "A text holds the character U+0000, which nothing can use.", position)
        }
        let isMarkedText =
            scalar.tag.map {
                String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self)) == "tag:yaml.org,2002:str"
            } ?? false
        if !isMarkedText { try checkTag(scalar.tag, position) }
        let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE && !isMarkedText
        try count(1, position)
        recordPlace(position)
        if let anchor = scalar.anchor { anchors[self.text(anchor)] = (isPlain ? .plain(text) : .text(text), 1) }
        try add(isPlain ? .plain(text) : .text(text), position)
    }

    private mutating func alias(_ name: String, _ position: DocumentError.Position) throws(DocumentError) {
        guard let (document, size) = anchors[name] else {
            throw DocumentError(.syntax, "The alias *\(name) has no anchor before it.", position)
        }
        try count(size, position)
        recordPlace(position)
        if frames.count + document.depth > limits.depth { throw tooDeep(position) }
        try add(document, position)
    }

    private mutating func open(
        isMap: Bool, _ anchor: UnsafeMutablePointer<yaml_char_t>?, _ position: DocumentError.Position
    ) throws(DocumentError) {
        if frames.count >= limits.depth { throw tooDeep(position) }
        if frames.last?.isMap == true, frames.last?.pendingName == nil { throw nameNotText(position) }
        recordPlace(position)
        let before = nodes
        try count(1, position)
        frames.append(
            Frame(isMap: isMap, anchor: anchor.map { text($0) }, start: position, nodesBefore: before))
    }

    /// Puts a finished node where it belongs: into a list, a map, as the name of a member, or as the root.
    private mutating func add(_ document: Document, _ position: DocumentError.Position) throws(DocumentError) {
        guard let last = frames.indices.last else {
            root = document
            return
        }
        guard frames[last].isMap else {
            frames[last].items.append(document)
            return
        }
        if let name = frames[last].pendingName {
            frames[last].members.append(.init(name: name, value: document))
            frames[last].pendingName = nil
        } else {
            guard let name = document.text else { throw nameNotText(position) }
            guard frames[last].names.insert(name).inserted else {
                throw DocumentError(.duplicateMember, "The member \(name) stands twice.", position)
            }
            frames[last].pendingName = name
        }
    }

    private mutating func count(_ more: Int, _ position: DocumentError.Position) throws(DocumentError) {
        nodes += more
        if nodes > limits.nodes {
            throw DocumentError(
                .tooManyNodes, "The document has more than \(limits.nodes) members and items.", position)
        }
    }

    private mutating func recordPlace(_ position: DocumentError.Position) {
        guard places != nil else { return }
        if let last = frames.last, last.isMap, last.pendingName == nil { return }
        let steps = frames.map { frame -> DocumentPath.Step in
            frame.isMap ? .member(frame.pendingName ?? "") : .index(frame.items.count)
        }
        places?[DocumentPath(steps)] = position
    }

    private func checkTag(_ tag: UnsafeMutablePointer<yaml_char_t>?, _ position: DocumentError.Position)
        throws(DocumentError)
    {
        guard let tag else { return }
        throw DocumentError(.notSupported, "The tag \(text(tag)) is not read here; leave it out.", position)
    }

    private func tooDeep(_ position: DocumentError.Position) -> DocumentError {
        DocumentError(.tooDeep, "Lists and maps stand more than \(limits.depth) deep.", position)
    }

    private func nameNotText(_ position: DocumentError.Position) -> DocumentError {
        DocumentError(.syntax, "The name of a member has to be a text.", position)
    }

    private func text(_ pointer: UnsafeMutablePointer<yaml_char_t>) -> String {
        String(cString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self))
    }
}

extension Document {
    /// How deep lists and maps stand in one another: 0 for a scalar.
    var depth: Int {
        switch self {
        case .list(let items): 1 + (items.map(\.depth).max() ?? 0)
        case .map(let members): 1 + (members.members.map(\.value.depth).max() ?? 0)
        default: 0
        }
    }
}
