import BerthDocument

/// A type that stands on the wire, described by one table from which reading, writing and every schema are made.
public protocol Shaped: ModelValue {
    init()
    static var shape: Shape<Self> { get }
}

/// The table of a type: its members in the order in which they are written.
///
/// A shape is the only place that knows a member's wire name. `ModelReader` and `ModelWriter` walk it for the three
/// syntaxes, `BerthSchemas` walks `outline` for the schemas.
public struct Shape<Root>: Sendable {
    /// The name of the type in every schema.
    public let name: String
    /// What the type is, in one sentence.
    public let summary: String
    public let fields: [Field<Root>]

    public init(_ name: String, _ summary: String, _ groups: [Field<Root>]...) {
        self.name = name
        self.summary = summary
        self.fields = groups.flatMap { $0 }
    }

    /// The same table without its types: what schema writers need.
    public var outline: Outline {
        Outline(name: name, summary: summary, fields: fields.map(\.outline))
    }
}

/// One member of a type: wire name, key path, unit, XML form, description.
public final class Field<Root>: Sendable {
    public let outline: FieldOutline
    /// The stored property behind the member, for the test that no property is forgotten.
    public let keyPath: any PartialKeyPath<Root> & Sendable
    let read: @Sendable (Document, inout Root, inout ModelReader) -> Void
    let write: @Sendable (Root, borrowing ModelWriter) -> Document?
    /// Takes the place of the root: to hand out a large root would copy it once for every field.
    let stream: @Sendable (UnsafePointer<Root>, ModelWriter, inout JSONStream) -> Void
    let change: @Sendable (inout Root, ArraySlice<DocumentPath.Step>, Document?) -> Bool
    let document: @Sendable (borrowing Root, ArraySlice<DocumentPath.Step>) -> Document?

    public var name: String { outline.name }

    /// - Parameters:
    ///   - unit: the unit of the number, where it is one.
    ///   - xml: how XML writes the member; an element of the member's name unless said otherwise.
    public init<Value: ModelValue>(
        _ name: String, _ keyPath: any WritableKeyPath<Root, Value> & Sendable, _ summary: String,
        unit: Unit? = nil, xml: XMLForm = .element
    ) {
        self.keyPath = keyPath
        outline = FieldOutline(name: name, summary: summary, unit: unit, xml: xml, type: { Value.type })
        let item = xml.item
        let property = StoredProperty(keyPath)
        read = { document, root, reader in
            if reader.isAbsent(document) { return }
            let content = item.map { reader.unwrapped(document, item: $0) } ?? document
            // Numbers inside a range have the unit of the range.
            let outer = reader.unit
            if let unit { reader.unit = unit }
            defer { reader.unit = outer }
            if let value = Value.read(content, &reader) {
                property.set(value, in: &root)
            }
        }
        write = { root, writer in
            guard let document = property.value(in: root).write(writer) else { return nil }
            return item.map { writer.wrapped(document, item: $0) } ?? document
        }
        change = { root, steps, document in
            var isChanged = false
            property.change(in: &root) { isChanged = $0.change(at: steps, to: document) }
            return isChanged
        }
        document = { root, steps in property.value(in: root).document(following: steps) }
        let jsonName = JSONStream.Name(name)
        stream = { root, writer, stream in
            property.read(at: root) { place in
                if !place.pointee.isLeftOut(writer) { stream.member(jsonName) { place.pointee.write(writer, to: &$0) } }
            }
        }
    }

    /// A member of a part that stands inline: its members are the whole's own on the wire.
    init<Part>(_ field: Field<Part>, within part: any WritableKeyPath<Root, Part> & Sendable) {
        keyPath = part
        let property = StoredProperty(part)
        outline = field.outline
        read = { document, root, reader in property.change(in: &root) { field.read(document, &$0, &reader) } }
        write = { root, writer in field.write(property.value(in: root), writer) }
        change = { root, steps, document in
            var isChanged = false
            property.change(in: &root) { isChanged = field.change(&$0, steps, document) }
            return isChanged
        }
        document = { root, steps in field.document(property.value(in: root), steps) }
        stream = { root, writer, stream in
            property.read(at: root) { field.stream($0, writer, &stream) }
        }
    }
}

extension Field {
    /// The members of a part that stands inline in the whole.
    public static func inline<Part: Shaped>(_ part: any WritableKeyPath<Root, Part> & Sendable) -> [Field<Root>] {
        Part.shape.fields.map { Field($0, within: part) }
    }
}

/// How XML writes a member. Source: the `xml` hints of the published OpenAPI 1.0.
public enum XMLForm: Sendable, Hashable {
    case element
    case attribute
    /// `<messages><message>…</message></messages>`; other lists repeat an element of the member's own name.
    case wrapped(item: String)

    var item: String? {
        if case .wrapped(let item) = self { item } else { nil }
    }
}

/// A shape without its types, for schema writers.
public struct Outline: Sendable {
    public let name: String
    public let summary: String
    public let fields: [FieldOutline]
}

/// A member as schema writers see it.
public struct FieldOutline: Sendable {
    public let name: String
    public let summary: String
    public let unit: Unit?
    public let xml: XMLForm
    /// Lazy, because a type may hold itself.
    public let type: @Sendable () -> ValueType
}

/// What a member's value is.
public indirect enum ValueType: Sendable {
    case text(format: TextFormat?)
    case integer(bits: Int)
    case number
    case bool
    case enumeration(name: String, summary: String, values: [String])
    case list(of: ValueType)
    /// Free names, each with a text.
    case texts
    case shape(Outline)
    /// One of several kinds, told apart by the member `kind`.
    case family(FamilyOutline)
    /// Any document, kept as it is.
    case any
}

/// The form of a text that is more than a text.
public enum TextFormat: String, Sendable {
    case uuid, uri, instant, duration, interval
}

/// Unit of a number on the wire.
public enum Unit: String, Sendable {
    case core
    case gibibyte = "GiB"
    case byte

    /// As it stands after an amount: one core, two cores.
    public func name(for amount: Int64) -> String { self == .core && amount != 1 ? "cores" : rawValue }
}
