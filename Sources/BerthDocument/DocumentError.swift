/// Why a document could not be read or written.
public struct DocumentError: Error, Sendable, Hashable {
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// The input is larger than `DocumentLimits.sizeBytes`.
        case tooLarge
        /// Lists and maps inside one another beyond `DocumentLimits.depthLevels`.
        case tooDeep
        /// More members and items than `DocumentLimits.valueCount`.
        case tooManyValues
        /// More members in one map than `DocumentLimits.memberCount`.
        case tooManyMembers
        /// A text longer than `DocumentLimits.textBytes`.
        case textTooLong
        /// The name of a member longer than `DocumentLimits.nameBytes`.
        case nameTooLong
        /// More YAML aliases than `DocumentLimits.aliasCount`.
        case tooManyAliases
        /// More YAML tag directives than `DocumentLimits.directiveCount`.
        case tooManyDirectives
        /// More attributes of one XML element than `DocumentLimits.attributeCount`.
        case tooManyAttributes
        /// Nothing but white space and comments.
        case empty
        /// Bytes that are not UTF-8, UTF-16 among them.
        case notUTF8
        /// U+0000, as a byte or escaped.
        case nulCharacter
        /// Not of the syntax that it should be of.
        case malformed
        /// Something after the end of the document.
        case trailingContent
        /// A second member of the same name in a map.
        case duplicateMember
        /// A number that 64 bits do not hold, or not finite.
        case numberOutOfRange
        /// A YAML tag that is not of the core schema, or does not fit its value.
        case unusableTag
        /// A YAML alias of an anchor that is not there, or that holds itself.
        case undefinedAlias
        /// A YAML merge key.
        case mergeKey
        /// The name of a YAML member is a list or a map.
        case nameNotText
        /// An XML document type, and with it entities and everything external.
        case documentType
        /// XML text beside child elements.
        case mixedContent
        /// A value that the syntax cannot hold.
        case notWritable
    }

    /// Where in the bytes something is; lines and columns count from one, columns in characters (Unicode scalars).
    public struct Position: Sendable, Hashable, CustomStringConvertible {
        public var line: Int
        public var column: Int

        public init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }

        public var description: String { "line \(line), column \(column)" }
    }

    public var code: Code
    /// What is wrong and what would be right, without the place.
    public var message: String
    public var position: Position?
    /// The member that it is about, as far as it is known.
    public var path: DocumentPath?
    /// What the library said.
    public var cause: String?

    public init(
        _ code: Code, _ message: String, position: Position? = nil, path: DocumentPath? = nil, cause: String? = nil
    ) {
        self.code = code
        self.message = message
        self.position = position
        self.path = path
        self.cause = cause
    }
}

extension DocumentError: CustomStringConvertible {
    /// The place, the message and the cause: `line 2, column 5, at data[0].location: … (…)`.
    public var description: String {
        var places: [String] = []
        if let position { places.append(position.description) }
        if let path, !path.isRoot { places.append("at \(path)") }
        let place = places.isEmpty ? "" : places.joined(separator: ", ") + ": "
        return place + message + (cause.map { " (\($0))" } ?? "")
    }
}
