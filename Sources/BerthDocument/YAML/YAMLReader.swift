import CLibYAML

/// Reads YAML through libyaml's events.
///
/// Plain scalars stay open (`Document.plain`). An alias stands for a copy of what its anchor holds, and counts as often
/// as it does. Tags of the core schema are honoured and all others refused; so are merge keys, which YAML 1.2 does not
/// have, names that are not scalars, and a second document.
///
/// Source: YAML 1.2.2.
struct YAMLReader {
    /// A list or map whose end has not come yet.
    struct Frame {
        var isMap: Bool
        var anchor: String?
        var items: [Document] = []
        var members: [DocumentMembers.Member] = []
        /// Filled when there are too many members to compare one by one.
        var names: Set<String> = []
        /// The name of the member whose value comes next.
        var pendingName: String?
        /// The height of the highest list or map inside.
        var height = 0
        /// Members and items of the whole document when this one began.
        var valuesBefore: Int
    }

    /// What an anchor holds, with what a copy of it costs.
    struct Anchored {
        var document: Document
        var values: Int
        var height: Int
    }

    let limits: DocumentLimits
    var frames: [Frame] = []
    var anchors: [String: Anchored] = [:]
    var valueCount = 0
    var aliasCount = 0
    var root: Document?
    /// Filled when places are wanted.
    var recorder: PlaceRecorder?
    /// Where the event at hand begins.
    var position = DocumentError.Position(line: 1, column: 1)

    static func read(_ bytes: UnsafeRawBufferPointer, _ limits: DocumentLimits) throws(DocumentError) -> Document {
        let content = try DocumentInput.checked(bytes, limits)
        var reader = YAMLReader(limits: limits)
        return try reader.run(content)
    }

    /// Where every value stands, as far as the document can be read.
    static func places(_ bytes: UnsafeRawBufferPointer, _ limits: DocumentLimits) -> [Place] {
        guard let content = try? DocumentInput.checked(bytes, limits) else { return [] }
        var reader = YAMLReader(limits: limits, recorder: PlaceRecorder())
        _ = try? reader.run(content)
        return reader.recorder?.all ?? []
    }

    private init(limits: DocumentLimits, recorder: PlaceRecorder? = nil) {
        self.limits = limits
        self.recorder = recorder
    }

    private mutating func run(_ content: UnsafeBufferPointer<UInt8>) throws(DocumentError) -> Document {
        try checkDirectives(content)
        // On the heap: the parser keeps its own address.
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        defer { parser.deallocate() }
        guard yaml_parser_initialize(parser) == 1 else { throw Self.noMemory }
        defer { yaml_parser_delete(parser) }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, content.baseAddress, content.count)
        var isDone = false
        while !isDone {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) == 1 else { throw parserError(parser) }
            defer { yaml_event_delete(&event) }
            position = .init(event.start_mark)
            isDone = try handle(event)
        }
        guard let root else { throw .empty }
        return root
    }

    /// Before libyaml reads them all, which takes the square of their number.
    private func checkDirectives(_ content: UnsafeBufferPointer<UInt8>) throws(DocumentError) {
        let word = Array("%TAG".utf8)
        var count = 0
        var rest = content[...]
        while let start = rest.firstIndex(of: word[0]) {
            rest = content[start...]
            if rest.starts(with: word) {
                count += 1
                if count > limits.directiveCount {
                    throw DocumentError(
                        .tooManyDirectives,
                        "More than \(limits.directiveCount) tag directives in the document; leave them out.",
                        position: LineIndex(content).position(of: start))
                }
            }
            rest = content[(start + 1)...]
        }
    }

    private func parserError(_ parser: UnsafeMutablePointer<yaml_parser_t>) -> DocumentError {
        if parser.pointee.error == YAML_MEMORY_ERROR { return Self.noMemory }
        // The reader's own errors (forbidden characters) come without a mark.
        let isUnmarked = parser.pointee.error == YAML_READER_ERROR
        let mark = isUnmarked ? parser.pointee.mark : parser.pointee.problem_mark
        return DocumentError(
            .malformed, "This is not YAML; check indentation, quotes and brackets.", position: .init(mark), path: path,
            cause: parser.pointee.problem.map { String(cString: $0) })
    }

    private static let noMemory = DocumentError(.tooLarge, "There is no memory to read the document; try again later.")

    /// - Returns: whether the stream has ended.
    private mutating func handle(_ event: yaml_event_t) throws(DocumentError) -> Bool {
        switch event.type {
        case YAML_STREAM_END_EVENT:
            return true
        case YAML_DOCUMENT_START_EVENT where root != nil:
            throw error(DocumentError(.trailingContent, "A second document begins; send one document."))
        case YAML_SCALAR_EVENT:
            try scalar(event)
        case YAML_ALIAS_EVENT:
            try alias(String(event.data.alias.anchor))
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            try open(isMap: false, tag: start.tag, anchor: start.anchor)
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            try open(isMap: true, tag: start.tag, anchor: start.anchor)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
            close()
        default:
            break
        }
        return false
    }

    func error(_ error: DocumentError) -> DocumentError { error.at(position, path) }

    /// The member or item at hand.
    var path: DocumentPath {
        var steps: [DocumentPath.Step] = []
        for frame in frames {
            guard let step = frame.step else { break }
            steps.append(step)
        }
        return DocumentPath(steps)
    }
}

extension YAMLReader.Frame {
    /// The step to the value that comes next, `nil` where a name comes first.
    var step: DocumentPath.Step? { isMap ? pendingName.map { .member($0) } : .index(items.count) }
}

extension DocumentError.Position {
    init(_ mark: yaml_mark_t) { self.init(line: Int(mark.line) + 1, column: Int(mark.column) + 1) }
}

extension String {
    init(_ text: UnsafeMutablePointer<yaml_char_t>) {
        self.init(decodingCString: text, as: UTF8.self)
    }
}
