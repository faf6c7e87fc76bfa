/// A Swift file as the rules see it: its lines, and its words and marks without comments and texts.
struct SwiftSource {
    /// A word (`func`, `Timeline`) or one mark (`{`), and its line, counted from 1.
    struct Token: Hashable {
        var text: Substring
        var line: Int
    }

    var path: String
    var lines: [Substring]
    var tokens: [Token]

    init(_ path: String, _ text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last == "" { lines.removeLast() }
        tokens = Self.tokens(String(decoding: SwiftEraser.erased(Array(text.utf8)), as: UTF8.self))
    }

    /// `Timeline+Booking` of `Sources/BerthReservations/Timeline+Booking.swift`.
    var name: Substring {
        let file = path.split(separator: "/").last ?? ""
        return file.hasSuffix(".swift") ? file.dropLast(6) : file
    }

    /// The modules that are imported, with their lines; `import class Foundation.FileManager` imports `Foundation`.
    var imports: [Token] {
        var found: [Token] = []
        for index in tokens.indices where tokens[index].text == "import" {
            var next = index + 1
            if next < tokens.count, Self.kindsOfImport.contains(tokens[next].text) { next += 1 }
            if next < tokens.count { found.append(tokens[next]) }
        }
        return found
    }

    /// The types that are declared here at any depth, and those that are extended.
    var types: [Token] {
        var found: [Token] = []
        for index in tokens.indices.dropLast() where Self.kindsOfType.contains(tokens[index].text) {
            let before = index > 0 ? tokens[index - 1].text : ""
            let next = tokens[index + 1]
            // Not `class func`, and not a member that has the word as its name.
            if before == "." || Self.kindsOfMember.contains(next.text) || !next.text.isWord { continue }
            if tokens[index].text == "extension" {
                // `extension HTTPAccess.Mode` extends `Mode` of `HTTPAccess`: both names count.
                var part = index + 1
                while part < tokens.count, tokens[part].text.isWord {
                    found.append(tokens[part])
                    guard part + 1 < tokens.count, tokens[part + 1].text == "." else { break }
                    part += 2
                }
                // `extension [Finding]`: the name that counts is the element's.
            } else {
                found.append(next)
            }
        }
        return found
    }

    private static let kindsOfImport: Set<Substring> = [
        "class", "struct", "enum", "protocol", "typealias", "func", "var", "let",
    ]
    private static let kindsOfType: Set<Substring> = [
        "struct", "class", "enum", "actor", "protocol", "typealias", "extension",
    ]
    private static let kindsOfMember: Set<Substring> = ["func", "var", "let", "subscript", "init"]

    private static func tokens(_ text: String) -> [Token] {
        var tokens: [Token] = []
        var line = 1
        let bytes = text.utf8
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            var end = bytes.index(after: index)
            if byte == UInt8(ascii: "\n") {
                line += 1
            } else if byte.isWord {
                while end < bytes.endIndex, bytes[end].isWord { end = bytes.index(after: end) }
                tokens.append(Token(text: text[index..<end], line: line))
            } else if byte > UInt8(ascii: " ") {
                tokens.append(Token(text: text[index..<end], line: line))
            }
            index = end
        }
        return tokens
    }
}

extension UInt8 {
    /// A letter, a digit, an underscore, or a byte of a letter beyond ASCII.
    fileprivate var isWord: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...: true
        default: false
        }
    }
}

extension Substring {
    var isWord: Bool { utf8.allSatisfy { $0.isWord } && !isEmpty }
}
