import BerthDocument
import BerthModel

/// Reading the cluster's objects.
extension Document {
    /// The items of a list; none for anything else.
    var items: [Document] { if case .list(let items) = self { items } else { [] } }

    /// The members of a map; none for anything else.
    var entries: [DocumentMembers.Member] { if case .map(let members) = self { members.members } else { [] } }

    var integer: Int64? {
        switch self {
        case .integer(let integer): integer
        case .number(let number): Int64(exactly: number)
        default: nil
        }
    }

    var isTrue: Bool { self == .bool(true) || self == .plain("true") }

    /// The value at names, one below the other.
    func at(_ names: String...) -> Document? {
        var value: Document? = self
        for name in names { value = value?[name] }
        return value
    }

    var objectName: String { at("metadata", "name")?.text ?? "" }

    /// A label of an object.
    func label(_ name: String) -> String? { at("metadata", "labels")?[name]?.text }

    /// The session that an object belongs to; `nil` for one of somebody else.
    var session: UUID? { label(ObjectNames.sessionLabel).flatMap { UUID($0) } }

    /// Amounts under the cluster's names; what cannot be read is left out.
    var quantities: Quantities {
        var quantities: Quantities = [:]
        for entry in entries {
            if let text = entry.value.scalarText, let amount = Quantity(text) { quantities[entry.name] = amount }
        }
        return quantities
    }
}
