// The sentences that the three readers share.
extension DocumentError {
    static func tooLarge(_ limits: DocumentLimits) -> DocumentError {
        DocumentError(.tooLarge, "The document has more than \(limits.sizeBytes) bytes; send a smaller one.")
    }

    static func tooDeep(_ limits: DocumentLimits) -> DocumentError {
        DocumentError(
            .tooDeep,
            "More than \(limits.depthLevels) levels of lists and maps inside one another; flatten the document.")
    }

    static func tooManyValues(_ limits: DocumentLimits) -> DocumentError {
        DocumentError(
            .tooManyValues, "More than \(limits.valueCount) members and items in the document; send a smaller one.")
    }

    static func tooManyMembers(_ limits: DocumentLimits) -> DocumentError {
        DocumentError(.tooManyMembers, "More than \(limits.memberCount) members in one map; split the map.")
    }

    static func textTooLong(_ limits: DocumentLimits) -> DocumentError {
        DocumentError(.textTooLong, "A text of more than \(limits.textBytes) bytes; shorten it or put it into a file.")
    }

    static func nameTooLong(_ limits: DocumentLimits) -> DocumentError {
        DocumentError(.nameTooLong, "The name of a member has more than \(limits.nameBytes) bytes; shorten it.")
    }

    static var empty: DocumentError { DocumentError(.empty, "There is no document; send one.") }

    static var nulCharacter: DocumentError {
        DocumentError(.nulCharacter, "A text holds the character U+0000; leave it out.")
    }

    static func duplicateMember(_ name: String) -> DocumentError {
        DocumentError(.duplicateMember, "A second member named \(quoted(name)); leave one of them out.")
    }

    static func numberOutOfRange(_ text: String) -> DocumentError {
        DocumentError(
            .numberOutOfRange,
            "The number \(excerpt(text)) does not fit into 64 bits; write a smaller one, or a text in quotes.")
    }

    static func malformed(_ what: String, cause: String? = nil) -> DocumentError {
        DocumentError(.malformed, what, cause: cause)
    }

    static func quoted(_ text: String) -> String { "\"" + excerpt(text) + "\"" }

    /// The beginning of a text, for a message; control characters are left out.
    static func excerpt(_ text: String, _ length: Int = 40) -> String {
        var short = String.UnicodeScalarView()
        for (count, scalar) in text.unicodeScalars.enumerated() {
            if count == length {
                short.append("…")
                break
            }
            short.append(scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value) ? " " : scalar)
        }
        return String(short)
    }

    func at(_ position: Position?, _ path: DocumentPath? = nil) -> DocumentError {
        var error = self
        if error.position == nil { error.position = position }
        if error.path == nil { error.path = path }
        return error
    }
}
