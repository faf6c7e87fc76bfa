/// Text inside XML and HTML.
package enum Markup {
    /// Without what would begin something else; characters that XML cannot hold become `U+FFFD`.
    package static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            if let other = replacement(of: character) {
                escaped += other
            } else {
                escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }

    /// What stands for a character in text and between double quotes; `nil` where it stands for itself.
    package static func replacement(of character: Unicode.Scalar) -> String? {
        switch character {
        case "&": "&amp;"
        case "<": "&lt;"
        case ">": "&gt;"
        case "\"": "&quot;"
        case "\t", "\n", "\r": nil
        case "\0"..<" ", "\u{FFFE}", "\u{FFFF}": "\u{FFFD}"
        default: nil
        }
    }

    /// An element with text.
    package static func element(_ name: String, _ text: String) -> String { "<\(name)>\(escaped(text))</\(name)>" }
}
