import BerthDocument

/// One value of a request that can be edited.
struct FormField: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case line
        case paragraph
        case whole
        case decimal
        /// A list of texts, one in a line.
        case lines
        /// Names and texts, NAME=VALUE in a line.
        case pairs
        /// Yes, no, or nothing.
        case flag
        /// One of some words; each with what people read.
        case choice([Choice])
        /// A length of time.
        case duration
        /// The interval in which to start: two instants.
        case window
    }

    struct Choice: Sendable, Hashable {
        var word: String
        var title: String
    }

    var path: DocumentPath
    var label: String
    var kind: Kind
    /// After the field: GiB, cores.
    var unit: String?
    var hint: String = ""
    /// Inside an empty field: what could stand there, or what happens when nothing does.
    var example: String = ""
    /// It must not be empty.
    var isRequired = false

    /// The name of its input.
    var name: String { "at:\(path)" }
    /// What labels and messages point to: letters, digits and hyphens.
    var id: String { FormField.id(of: path) }

    static func id(of path: DocumentPath) -> String {
        "f-" + path.description.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "-" }.joined()
    }
}

/// What stands in a part of the form, from top to bottom.
indirect enum FormRow: Sendable, Hashable {
    case field(FormField)
    /// The least and the most of something, side by side.
    case range(String, FormField, FormField, hint: String)
    /// A thing with a heading, which can be taken out by its path.
    case thing(String, [FormRow], remove: DocumentPath?)
    /// What most people never need; open when something in it is set.
    case more([FormRow])
    /// A sentence.
    case note(String)
    /// Something that is not known here, as it is.
    case stranger(String, DocumentPath)
    /// Buttons, and fields of their own that are no part of the request.
    case adding([Adding])

    /// A button that adds something, with its word for the form.
    struct Adding: Sendable, Hashable {
        var word: String
        var title: String
    }

    /// Every field in it.
    var fields: [FormField] {
        switch self {
        case .field(let field): [field]
        case .range(_, let least, let most, _): [least, most]
        case .thing(_, let rows, _), .more(let rows): rows.flatMap(\.fields)
        case .note, .stranger, .adding: []
        }
    }

    /// What its fields are called where nothing else of the form is seen: with the thing that they are in.
    fileprivate func names(in thing: String?) -> [DocumentPath: String] {
        func name(_ label: String) -> String { thing.map { "\($0): \(label)" } ?? label }
        switch self {
        case .field(let field): return [field.path: name(field.label)]
        case .range(_, let least, let most, _): return [least.path: name(least.label), most.path: name(most.label)]
        case .thing(let title, let rows, _): return rows.names(in: title)
        case .more(let rows): return rows.names(in: thing)
        case .note, .stranger, .adding: return [:]
        }
    }
}

/// A part of the form with a heading.
struct FormSection: Sendable, Hashable {
    var id: String
    var title: String
    var rows: [FormRow]

    var fields: [FormField] { rows.flatMap(\.fields) }
    var names: [DocumentPath: String] { rows.names(in: nil) }
}

extension [FormRow] {
    fileprivate func names(in thing: String?) -> [DocumentPath: String] {
        reduce(into: [:]) { names, row in names.merge(row.names(in: thing)) { first, _ in first } }
    }
}
