public import BerthDocument

/// A value that a member can hold.
///
/// `read` answers `nil` after it has told the reader what is wrong, so that one pass over a document finds every
/// problem. `write` answers `nil` for what is left out: nothing, and empty lists and maps.
public protocol ModelValue: Sendable, Hashable {
    static var type: ValueType { get }
    static func read(_ document: Document, _ reader: inout ModelReader) -> Self?
    func write(_ writer: borrowing ModelWriter) -> Document?
    /// Whether `write` answers `nil`.
    func isLeftOut(_ writer: ModelWriter) -> Bool
    /// Writes the same as JSON; not called for what is left out.
    func write(_ writer: ModelWriter, to stream: inout JSONStream)
    /// What stands at the end of a path, as JSON writes it; `nil` for nothing.
    func document(following steps: ArraySlice<DocumentPath.Step>) -> Document?
    /// Sets what is at the end of a path, and makes what is missing on the way; `nil` leaves out what is there.
    ///
    /// - Returns: `false` where the path leads nowhere or the document is no such value; then nothing is changed.
    mutating func change(at steps: ArraySlice<DocumentPath.Step>, to document: Document?) -> Bool
}

// For values that are written seldom: by way of a document.
extension ModelValue {
    public func isLeftOut(_ writer: ModelWriter) -> Bool { write(writer) == nil }

    public func write(_ writer: ModelWriter, to stream: inout JSONStream) {
        if let document = write(writer) { stream.write(document) }
    }
}

extension String: ModelValue {
    public static var type: ValueType { .text(format: nil) }

    public static func read(_ document: Document, _ reader: inout ModelReader) -> String? {
        switch document {
        case .text(let text), .plain(let text): return text
        default:
            reader.wrongType(document, expected: "a text")
            return nil
        }
    }

    public func write(_ writer: borrowing ModelWriter) -> Document? { .text(self) }

    public func isLeftOut(_ writer: ModelWriter) -> Bool { false }
    public func write(_ writer: ModelWriter, to stream: inout JSONStream) { stream.write(self) }
}

extension Bool: ModelValue {
    public static var type: ValueType { .bool }

    public static func read(_ document: Document, _ reader: inout ModelReader) -> Bool? {
        switch document {
        case .bool(let value): return value
        case .plain("true"): return true
        case .plain("false"): return false
        default:
            reader.wrongType(document, expected: "true or false")
            return nil
        }
    }

    public func write(_ writer: borrowing ModelWriter) -> Document? { .bool(self) }

    public func isLeftOut(_ writer: ModelWriter) -> Bool { false }
    public func write(_ writer: ModelWriter, to stream: inout JSONStream) { stream.write(self) }
}

extension Int64: ModelValue {
    public static var type: ValueType { .integer(bits: 64) }

    public static func read(_ document: Document, _ reader: inout ModelReader) -> Int64? {
        switch document {
        case .integer(let value): return value
        case .plain:
            if case .integer(let value) = document.resolved() { return value }
        case .number(let value):
            // JSON Schema: a number with a zero fraction is an integer.
            if let whole = Int64(exactly: value) { return whole }
        default: break
        }
        reader.wrongType(document, expected: "a whole number of 64 bits" + remark(on: document, reader.unit))
        return nil
    }

    /// What helps somebody who wrote `4 GiB`.
    private static func remark(on document: Document, _ unit: Unit?) -> String {
        guard let unit, let text = document.text, let first = text.utf8.first, (48...57).contains(first),
            text.contains(where: \.isLetter)
        else { return "" }
        let name = unit == .gibibyte ? unit.rawValue : "\(unit.rawValue)s"
        return " without a unit, which is \(name)"
    }

    public func write(_ writer: borrowing ModelWriter) -> Document? { .integer(self) }

    public func isLeftOut(_ writer: ModelWriter) -> Bool { false }
    public func write(_ writer: ModelWriter, to stream: inout JSONStream) { stream.write(self) }
}

extension Double: ModelValue {
    public static var type: ValueType { .number }

    public static func read(_ document: Document, _ reader: inout ModelReader) -> Double? {
        switch document {
        case .number(let value): return value
        case .integer(let value): return Double(value)
        case .plain:
            switch document.resolved() {
            case .integer(let value): return Double(value)
            case .number(let value) where value.isFinite: return value
            default: break
            }
        default: break
        }
        reader.wrongType(document, expected: "a number")
        return nil
    }

    public func write(_ writer: borrowing ModelWriter) -> Document? { .number(self) }

    public func isLeftOut(_ writer: ModelWriter) -> Bool { false }
    public func write(_ writer: ModelWriter, to stream: inout JSONStream) { stream.write(self) }
}

extension Optional: ModelValue where Wrapped: ModelValue {
    public static var type: ValueType { Wrapped.type }

    public static func read(_ document: Document, _ reader: inout ModelReader) -> Wrapped?? {
        Wrapped.read(document, &reader).map { .some($0) }
    }

    public func write(_ writer: borrowing ModelWriter) -> Document? {
        switch self {
        case .none: nil
        case .some(let value): value.write(writer)
        }
    }

    public func isLeftOut(_ writer: ModelWriter) -> Bool {
        switch self {
        case .none: true
        case .some(let value): value.isLeftOut(writer)
        }
    }

    public func write(_ writer: ModelWriter, to stream: inout JSONStream) {
        if case .some(let value) = self { value.write(writer, to: &stream) }
    }
}

extension Array: ModelValue where Element: ModelValue {
    public static var type: ValueType { .list(of: Element.type) }

    public static func read(_ document: Document, _ reader: inout ModelReader) -> [Element]? {
        guard let items = reader.items(of: document) else {
            reader.wrongType(document, expected: "a list")
            return nil
        }
        var values: [Element] = []
        values.reserveCapacity(items.count)
        for (index, item) in items.enumerated() {
            reader.enter(.index(index))
            if let value = Element.read(item, &reader) { values.append(value) }
            reader.leave()
        }
        return values
    }

    public func write(_ writer: borrowing ModelWriter) -> Document? {
        if isEmpty { return nil }
        var items: [Document] = []
        items.reserveCapacity(count)
        for value in self {
            if let item = value.write(writer) {
                items.append(item)
            } else if !writer.leavesOutStrangers {
                items.append(.map([:]))
            }
        }
        return items.isEmpty ? nil : .list(items)
    }

    public func isLeftOut(_ writer: ModelWriter) -> Bool {
        isEmpty || writer.leavesOutStrangers && allSatisfy { $0.isLeftOut(writer) }
    }

    public func write(_ writer: ModelWriter, to stream: inout JSONStream) {
        stream.list { stream in
            for value in self {
                if !value.isLeftOut(writer) {
                    stream.item { value.write(writer, to: &$0) }
                } else if !writer.leavesOutStrangers {
                    stream.item { $0.map { _ in } }
                }
            }
        }
    }
}

/// A document that Berth keeps and does not look into.
extension Document: ModelValue {
    public static var type: ValueType { .any }
    public static func read(_ document: Document, _ reader: inout ModelReader) -> Document? { document }
    public func write(_ writer: borrowing ModelWriter) -> Document? { self }
    public func isLeftOut(_ writer: ModelWriter) -> Bool { false }
    public func write(_ writer: ModelWriter, to stream: inout JSONStream) { stream.write(self) }
}

/// Names with a text each, in the order in which they were written: environment variables, the values of a message.
public struct NamedTexts: ModelValue, ExpressibleByDictionaryLiteral {
    public struct Entry: Sendable, Hashable {
        public var name: String
        public var text: String

        public init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    public var entries: [Entry]

    public init(_ entries: [Entry] = []) { self.entries = entries }

    public init(dictionaryLiteral elements: (String, String)...) {
        entries = elements.map { Entry(name: $0.0, text: $0.1) }
    }

    public subscript(name: String) -> String? {
        entries.first { $0.name == name }?.text
    }

    public static var type: ValueType { .texts }

    public static func read(_ document: Document, _ reader: inout ModelReader) -> NamedTexts? {
        guard let members = reader.members(of: document) else {
            reader.wrongType(document, expected: "a map of names to texts")
            return nil
        }
        var texts = NamedTexts()
        for member in members where !reader.isAbsent(member.value) {
            reader.enter(.member(member.name))
            if let text = String.read(member.value, &reader) {
                texts.entries.append(Entry(name: member.name, text: text))
            }
            reader.leave()
        }
        return texts
    }

    public func write(_ writer: borrowing ModelWriter) -> Document? {
        if entries.isEmpty { return nil }
        return .map(DocumentMembers(uniqueMembers: entries.map { .init(name: $0.name, value: .text($0.text)) }))
    }

    public func isLeftOut(_ writer: ModelWriter) -> Bool { entries.isEmpty }

    public func write(_ writer: ModelWriter, to stream: inout JSONStream) {
        stream.map { stream in
            for entry in entries { stream.member(entry.name, entry.text) }
        }
    }
}

/// A closed list of words.
public protocol ModelEnumeration: ModelValue, RawRepresentable, CaseIterable where RawValue == String {
    static var name: String { get }
    static var summary: String { get }
}

extension ModelEnumeration {
    public static var type: ValueType {
        .enumeration(name: name, summary: summary, values: allCases.map(\.rawValue))
    }

    public static func read(_ document: Document, _ reader: inout ModelReader) -> Self? {
        if let text = document.text, let value = Self(rawValue: text) { return value }
        reader.wrongType(document, expected: "one of " + allCases.map(\.rawValue).joined(separator: ", "))
        return nil
    }

    public func write(_ writer: borrowing ModelWriter) -> Document? { .text(rawValue) }

    public func isLeftOut(_ writer: ModelWriter) -> Bool { false }
    public func write(_ writer: ModelWriter, to stream: inout JSONStream) { stream.write(rawValue) }
}
