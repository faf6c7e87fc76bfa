package import BerthDocument
package import BerthModel

/// A number, a text, or true or false, as a script gives it to a member.
package struct ScriptedValue: ModelValue {
    package var document: Document

    package init(_ document: Document) { self.document = document }

    package static var type: ValueType { .any }

    package static func read(_ document: Document, _ reader: inout ModelReader) -> ScriptedValue? {
        ScriptedValue(document.resolvedTree())
    }

    package func write(_ writer: borrowing ModelWriter) -> Document? { document }
}

/// Unit of a change.
package enum ScriptedUnit: String, ModelEnumeration {
    case core
    case gibibyte = "GiB"
    case byte

    package static let name = "ScriptedUnit"
    package static let summary = "Unit of a change."
}
