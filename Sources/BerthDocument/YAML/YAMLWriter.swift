import CLibYAML

/// Writes YAML with libyaml's emitter. Every text that would read back as something else, in YAML 1.2 or 1.1, is
/// quoted.
enum YAMLWriter {
    static func write(_ document: Document) throws(DocumentError) -> [UInt8] {
        if document.hasNumberThatIsNotFinite { throw .notFinite }
        var emitter = yaml_emitter_t()
        yaml_emitter_initialize(&emitter)
        defer { yaml_emitter_delete(&emitter) }
        let sink = Sink()
        // The emitter holds the address of the sink only.
        defer { withExtendedLifetime(sink) {} }
        yaml_emitter_set_output(
            &emitter,
            { context, bytes, count in
                guard let context, let bytes else { return 0 }
                let sink = Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
                sink.bytes.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
                return 1
            }, Unmanaged.passUnretained(sink).toOpaque())
        yaml_emitter_set_unicode(&emitter, 1)
        yaml_emitter_set_width(&emitter, -1)
        yaml_emitter_set_indent(&emitter, 2)
        var isWell = emit(&emitter) { yaml_stream_start_event_initialize(&$0, YAML_UTF8_ENCODING) }
        isWell = isWell && emit(&emitter) { yaml_document_start_event_initialize(&$0, nil, nil, nil, 1) }
        isWell = isWell && node(document, &emitter)
        isWell = isWell && emit(&emitter) { yaml_document_end_event_initialize(&$0, 1) }
        isWell = isWell && emit(&emitter) { yaml_stream_end_event_initialize(&$0) }
        guard isWell else {
            let problem = emitter.problem.map { String(cString: $0) } ?? "no memory"
            throw DocumentError(.notWritable, "The document cannot be written as YAML; use JSON.", cause: problem)
        }
        return sink.bytes
    }

    private final class Sink {
        var bytes: [UInt8] = []
    }

    private static func emit(_ emitter: inout yaml_emitter_t, _ make: (inout yaml_event_t) -> Int32) -> Bool {
        var event = yaml_event_t()
        guard make(&event) == 1 else { return false }
        // The emitter owns the event from here on, also when it fails.
        return yaml_emitter_emit(&emitter, &event) == 1
    }

    private static func node(_ document: Document, _ emitter: inout yaml_emitter_t) -> Bool {
        switch document {
        case .null: return scalar("null", plain: true, &emitter)
        case .bool(let value): return scalar(value ? "true" : "false", plain: true, &emitter)
        case .integer(let value): return scalar("\(value)", plain: true, &emitter)
        case .number(let value): return scalar(number(value), plain: true, &emitter)
        case .plain(let text):
            // XML may leave white space around a number; nothing at all is easy to overlook.
            let isOpen = Document.resolving(text) != nil
            let trimmed = isOpen ? String(text.split(whereSeparator: \.isWhitespace).first ?? "null") : text
            return scalar(trimmed, plain: isOpen || isSafePlain(text), &emitter)
        case .text(let text): return scalar(text, plain: isSafePlain(text), &emitter)
        case .list(let items):
            let style = items.isEmpty ? YAML_FLOW_SEQUENCE_STYLE : YAML_BLOCK_SEQUENCE_STYLE
            guard emit(&emitter, { yaml_sequence_start_event_initialize(&$0, nil, nil, 1, style) }) else {
                return false
            }
            for item in items where !node(item, &emitter) { return false }
            return emit(&emitter) { yaml_sequence_end_event_initialize(&$0) }
        case .map(let members):
            let style = members.isEmpty ? YAML_FLOW_MAPPING_STYLE : YAML_BLOCK_MAPPING_STYLE
            guard emit(&emitter, { yaml_mapping_start_event_initialize(&$0, nil, nil, 1, style) }) else { return false }
            for member in members.members {
                guard scalar(member.name, plain: isSafePlain(member.name), &emitter), node(member.value, &emitter)
                else {
                    return false
                }
            }
            return emit(&emitter) { yaml_mapping_end_event_initialize(&$0) }
        }
    }

    /// With a point always: YAML 1.1 takes `1e+20` for a text.
    private static func number(_ value: Double) -> String {
        let text = value.description
        guard let exponent = text.firstIndex(of: "e"), !text.contains(".") else { return text }
        return text[..<exponent] + ".0" + text[exponent...]
    }

    private static func scalar(_ text: String, plain: Bool, _ emitter: inout yaml_emitter_t) -> Bool {
        var text = text
        let style = plain ? YAML_PLAIN_SCALAR_STYLE : style(of: text)
        return text.withUTF8 { utf8 in
            emit(&emitter) {
                yaml_scalar_event_initialize(&$0, nil, nil, utf8.baseAddress, Int32(utf8.count), 1, 1, style)
            }
        }
    }

    /// Text of several lines is easier to read as a block; anything odd is quoted with escapes.
    private static func style(of text: String) -> yaml_scalar_style_t {
        let isBlock =
            text.utf8.contains(0x0A)
            && text.unicodeScalars.allSatisfy { $0 == "\n" || ($0.value >= 0x20 && $0.value < 0x7F) }
            && !text.hasPrefix(" ") && !text.hasPrefix("\n") && !text.contains(" \n") && !text.hasSuffix(" ")
        return isBlock ? YAML_LITERAL_SCALAR_STYLE : YAML_DOUBLE_QUOTED_SCALAR_STYLE
    }

    /// Words that some version of YAML reads as something else than text.
    private static let words: Set<String> = [
        "y", "n", "yes", "no", "on", "off", "true", "false", "null",
    ]

    /// Whether a text reads back as itself without quotes: it begins with a letter or slash, holds printable ASCII only
    /// and nothing that begins a value or a comment.
    private static func isSafePlain(_ text: String) -> Bool {
        guard let first = text.utf8.first, let last = text.utf8.last else { return false }
        let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first | 0x20)
        guard isLetter || first == UInt8(ascii: "/"), last != UInt8(ascii: ":"), last != 0x20 else { return false }
        var before: UInt8 = 0
        for byte in text.utf8 {
            if byte < 0x20 || byte > 0x7e { return false }
            if byte == 0x20, before == UInt8(ascii: ":") { return false }
            if byte == UInt8(ascii: "#"), before == 0x20 { return false }
            before = byte
        }
        // The longest of the words has five letters.
        if text.utf8.count > 5 { return true }
        return !words.contains(text.lowercased())
    }
}

extension Document {
    fileprivate var hasNumberThatIsNotFinite: Bool {
        switch self {
        case .number(let value): !value.isFinite
        case .list(let items): items.contains(where: \.hasNumberThatIsNotFinite)
        case .map(let members): members.members.contains { $0.value.hasNumberThatIsNotFinite }
        default: false
        }
    }
}
