/// One tree for a document in any of the syntaxes that Berth reads and writes.
///
/// JSON says of every scalar what it is. YAML's plain scalars and the text of XML do not: they stay `.plain` until a
/// shape (`BerthModel`) or `resolved()` decides, so that `command: [10, 0]` can be two texts and `cores: {min: 2}` an
/// integer.
public enum Document: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    /// A finite number with a fraction or an exponent.
    case number(Double)
    /// A scalar that its syntax marks as text: a JSON string, a quoted or block YAML scalar.
    case text(String)
    /// A scalar that its syntax leaves open: a plain YAML scalar, the text of an XML element or attribute.
    case plain(String)
    case list([Document])
    case map(DocumentMembers)
}

/// The members of a map in the order in which they were written; names are unique.
public struct DocumentMembers: Sendable, Hashable {
    public struct Member: Sendable, Hashable {
        public var name: String
        public var value: Document

        public init(name: String, value: Document) {
            self.name = name
            self.value = value
        }
    }

    /// Begins the name of a member that XML writes as an attribute; no reader lets it in, so no document that was read
    /// can hold it by chance.
    public static let attributeMark = "\0"

    public private(set) var members: [Member]

    public init() {
        members = []
    }

    /// - Precondition: no two members share a name. Readers check this and report `duplicateMember`.
    public init(uniqueMembers: [Member]) {
        members = uniqueMembers
    }

    /// The value under a name; setting `nil` removes the member, setting a new name appends it. Linear in the number of
    /// members, which are few in every document that Berth reads; readers find duplicates with a set when there are
    /// many.
    public subscript(name: String) -> Document? {
        get {
            for member in members where member.name == name {
                return member.value
            }
            return nil
        }
        set {
            if let index = members.firstIndex(where: { $0.name == name }) {
                if let newValue {
                    members[index].value = newValue
                } else {
                    members.remove(at: index)
                }
            } else if let newValue {
                members.append(Member(name: name, value: newValue))
            }
        }
    }

    /// Appends a member whose name is known not to be there yet.
    public mutating func append(_ name: String, _ value: Document) {
        members.append(Member(name: name, value: value))
    }

    public var isEmpty: Bool { members.isEmpty }
    public var count: Int { members.count }
}

extension DocumentMembers: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, Document)...) {
        self.init(uniqueMembers: elements.map { Member(name: $0.0, value: $0.1) })
    }
}

extension Document: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByFloatLiteral
{
    public init(stringLiteral value: String) { self = .text(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(arrayLiteral elements: Document...) { self = .list(elements) }
    public init(dictionaryLiteral elements: (String, Document)...) {
        self = .map(DocumentMembers(uniqueMembers: elements.map { .init(name: $0.0, value: $0.1) }))
    }

    /// The member of a map, `nil` for every other document.
    public subscript(name: String) -> Document? {
        guard case .map(let members) = self else { return nil }
        return members[name]
    }

    /// The text of a scalar that is text, or may be.
    public var text: String? {
        switch self {
        case .text(let text), .plain(let text): text
        default: nil
        }
    }
}
