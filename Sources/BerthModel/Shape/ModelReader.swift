public import BerthDocument

/// Reads values out of a document and collects every problem with its path.
public struct ModelReader: Sendable {
    let syntax: Syntax
    public private(set) var path = DocumentPath.root
    public private(set) var problems: [Problem] = []
    /// The unit of numbers at this place.
    var unit: Unit?

    /// More than this many problems are not kept: a hostile document cannot make a long answer.
    public static let problemLimit = 200

    public init(syntax: Syntax) {
        self.syntax = syntax
    }

    public mutating func enter(_ step: DocumentPath.Step) { path.append(step) }
    public mutating func leave() { path.removeLast() }

    public mutating func report(_ problem: Problem) {
        if problems.count < Self.problemLimit { problems.append(problem) }
    }

    mutating func wrongType(_ document: Document, expected: String) {
        let place = path.isRoot ? "the document" : path.description
        report(
            Problem(
                gravity: .malformed, code: .wrongType, path: path,
                message: "\(place): expected \(expected), got \(document.excerpt)."))
    }

    /// A value that can be read and cannot be meant.
    mutating func refuse(_ code: Problem.Code, _ what: String) {
        report(Problem(gravity: .refused, code: code, path: path, message: "\(path): \(what)"))
    }

    mutating func unknownMember() {
        report(
            Problem(
                gravity: .unused, code: .unknownMember, path: path,
                message: "\(path): this member is not known here and was ignored."))
    }

    /// Null, and what YAML writes for it: such a member is the same as a missing one.
    func isAbsent(_ document: Document) -> Bool {
        switch document {
        case .null: true
        case .plain(let text): syntax == .yaml && (text.isEmpty || text == "~" || text == "null")
        default: false
        }
    }

    /// The members of a map. XML cannot tell an empty map from an empty text.
    func members(of document: Document) -> [DocumentMembers.Member]? {
        switch document {
        case .map(let members): members.members
        case .text("") where syntax == .xml: []
        default: nil
        }
    }

    /// The items of a list. XML cannot tell a list of one from the one.
    func items(of document: Document) -> [Document]? {
        switch document {
        case .list(let items): items
        default: syntax == .xml ? [document] : nil
        }
    }

    /// The list inside a wrapping XML element.
    func unwrapped(_ document: Document, item: String) -> Document {
        guard syntax == .xml else { return document }
        switch document {
        case .map(let members): return members[item] ?? .list([])
        case .text(""): return .list([])
        default: return document
        }
    }
}

/// Writes values as a syntax wants them.
public struct ModelWriter: Sendable {
    let forXML: Bool
    /// Whether values of kinds that are not known here are left out: who reads a closed schema cannot read them.
    let leavesOutStrangers: Bool

    public init(syntax: Syntax, leavingOutStrangers: Bool = false) {
        forXML = syntax == .xml
        leavesOutStrangers = leavingOutStrangers
    }

    func name(_ name: String, _ form: XMLForm) -> String {
        forXML && form == .attribute ? DocumentMembers.attributeMark + name : name
    }

    func wrapped(_ document: Document, item: String) -> Document {
        forXML ? .map(DocumentMembers(uniqueMembers: [.init(name: item, value: document)])) : document
    }
}

/// Something wrong with, or noteworthy about, one member of a document.
public struct Problem: Sendable, Hashable, Error {
    public enum Gravity: Sendable, Hashable {
        /// The document cannot be read as what it should be: a 400.
        case malformed
        /// The document can be read, and asks for what cannot be: the answer is NO.
        case refused
        /// The member was ignored.
        case unused
    }

    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// Another type of value than the member has.
        case wrongType
        /// A member that nobody here reads; it was ignored.
        case unknownMember
        /// A member without which the request says too little.
        case missingMember
        /// No instant of RFC 3339.
        case badInstant
        /// No duration of ISO 8601, or one in years and months, which have no fixed length.
        case badDuration
        /// No interval of ISO 8601, or one that ends before it starts.
        case badInterval
        /// No UUID.
        case badUUID
        /// A minimum above its maximum.
        case emptyRange
        /// A duration of no time.
        case emptyDuration
        /// A number below zero.
        case negative
        /// The name or UUID of a component that the request does not have.
        case unknownReference
        /// A name or UUID that several components have.
        case doubledName
        /// No digest of an image, such as sha256 and 64 hexadecimal digits.
        case badDigest
        /// A port outside of 1 to 65535.
        case badPort
        /// A path that is not absolute, or leads upward.
        case badPath
        /// A path that several volumes have.
        case doubledPath
        /// No name for a variable of the environment.
        case badName
        /// A text with a NUL character, which no program can be given.
        case badText
        /// A program that is given twice: as text and by its place.
        case doubledProgram
        /// A model of accelerators that is asked for twice.
        case doubledModel
        /// A list with more items than are taken.
        case tooMany
    }

    public var gravity: Gravity
    public var code: Code
    public var path: DocumentPath
    /// One sentence that names the path and what would be right.
    public var message: String

    public init(gravity: Gravity, code: Code, path: DocumentPath, message: String) {
        self.gravity = gravity
        self.code = code
        self.path = path
        self.message = message
    }
}

extension Document {
    /// A few characters of a value for a message.
    var excerpt: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .number(let value): "\(value)"
        case .text(let text), .plain(let text): text.excerpt
        case .list: "a list"
        case .map: "a map"
        }
    }
}

extension String {
    /// The first characters of a text, in quotes, for a message. A NUL is shown as `\0`: XML could not carry it.
    var excerpt: String {
        var shown = "\""
        for (index, character) in unicodeScalars.enumerated() {
            if index == 40 { return shown + "…\"" }
            if character == "\0" { shown += "\\0" } else { shown.unicodeScalars.append(character) }
        }
        return shown + "\""
    }
}
