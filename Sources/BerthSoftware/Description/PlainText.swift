/// Descriptions as people read them. They come from anywhere and are mostly HTML; what comes out is never markup.
package enum PlainText {
    /// Characters of a description that are kept.
    package static let longest = 20_000
    static let longestTag = 2000

    private static let blocks: Set<String> = [
        "p", "div", "section", "article", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre",
    ]
    private static let lines: Set<String> = ["br", "li", "tr", "dt", "dd", "hr"]
    /// Elements whose content is for programs.
    private static let silent: Set<String> = ["script", "style", "template", "iframe", "object", "svg", "noscript"]

    /// Paragraphs with an empty line between two; tags go, entities become characters, and what is for programs goes
    /// with its content.
    package static func paragraphs(of html: String) -> String {
        var walk = Walk(html.prefix(longest * 4))
        walk.run()
        return tidied(walk.text)
    }

    /// On one line, of at most so many characters.
    package static func line(of html: String, longest: Int = 300) -> String {
        let text = paragraphs(of: html).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if text.count <= longest { return text }
        let cut = text.prefix(longest)
        let end = cut.lastIndex(of: " ") ?? cut.endIndex
        return cut[..<end] + "…"
    }

    private struct Walk {
        var rest: Substring
        var text = ""

        init(_ html: Substring) { rest = html }

        mutating func run() {
            while let next = rest.first {
                if next == "<", let tag = takeTag() {
                    close(tag)
                } else if next == "&", let character = takeEntity() {
                    text += character
                } else {
                    text.append(rest.removeFirst())
                }
            }
        }

        /// The name of the tag that begins here, with a slash before it when it ends an element; nil when it is text.
        private mutating func takeTag() -> String? {
            let inside = rest.dropFirst()
            if inside.hasPrefix("!--") {
                let end = inside.firstRange(of: "-->")?.upperBound ?? inside.endIndex
                rest = rest[end...]
                return ""
            }
            guard let first = inside.first, first.isLetter || first == "/" || first == "!" || first == "?",
                let end = Self.endOfTag(inside)
            else { return nil }
            let name = inside[..<end].prefix { !$0.isWhitespace && $0 != ">" }.lowercased()
            rest = inside[inside.index(after: end)...]
            let bare = name.hasSuffix("/") && name.count > 1 ? String(name.dropLast()) : name
            if PlainText.silent.contains(bare) { skip(to: bare) }
            return bare
        }

        /// Where the tag ends: a `>` that is not in the quotes of an attribute. Another `<` shows that it is none; both
        /// bounds keep hostile text from being looked at again and again.
        private static func endOfTag(_ inside: Substring) -> Substring.Index? {
            let inside = inside.prefix(PlainText.longestTag)
            var quote: Character?
            for index in inside.indices {
                let character = inside[index]
                if let open = quote {
                    if character == open { quote = nil }
                } else if character == "\"" || character == "'" {
                    quote = character
                } else if character == ">" {
                    return index
                } else if character == "<" {
                    return nil
                }
            }
            // An open quote is none: `it's <b>`.
            return inside.firstIndex(of: ">")
        }

        private mutating func skip(to name: String) {
            var place = rest
            while let open = place.firstRange(of: "</") {
                let after = place[open.upperBound...]
                if after.prefix(name.count).lowercased() == name {
                    rest = after.firstIndex(of: ">").map { after[after.index(after: $0)...] } ?? ""
                    return
                }
                place = after
            }
            rest = ""
        }

        private mutating func close(_ tag: String) {
            let name = tag.hasPrefix("/") ? String(tag.dropFirst()) : tag
            if PlainText.blocks.contains(name) {
                text += "\n\n"
            } else if PlainText.lines.contains(name) {
                text += tag == "li" ? "\n\u{1F}- " : "\n\u{1F}"
            }
        }

        private mutating func takeEntity() -> String? {
            let inside = rest.dropFirst().prefix(12)
            guard let end = inside.firstIndex(of: ";"), let character = Entity.character(inside[..<end]) else {
                return nil
            }
            rest = rest[inside.index(after: end)...]
            return character
        }
    }

    /// Runs of blanks become one, and lines of a paragraph one line unless a tag has broken them.
    private static func tidied(_ text: String) -> String {
        var paragraphs: [String] = []
        var lines: [String] = []
        func words(_ line: Substring) -> String {
            line.split(whereSeparator: { $0.isWhitespace || isControl($0) }).joined(separator: " ")
        }
        func end() {
            if !lines.isEmpty { paragraphs.append(lines.joined(separator: "\n")) }
            lines = []
        }
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let text = words(line)
            if text.isEmpty {
                if !line.contains("\u{1F}") { end() }
            } else if line.contains("\u{1F}") || lines.isEmpty {
                lines.append(text)
            } else {
                lines[lines.count - 1] += " " + text
            }
        }
        end()
        return String(paragraphs.joined(separator: "\n\n").prefix(longest))
    }

    private static func isControl(_ character: Character) -> Bool {
        character.unicodeScalars.allSatisfy { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
    }
}

/// Characters that are written by name or number in HTML.
enum Entity {
    private static let named: [Substring: String] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "ndash": "–", "mdash": "—",
        "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "hellip": "…", "bull": "•", "middot": "·", "times": "×",
        "deg": "°", "plusmn": "±", "micro": "µ", "copy": "©", "reg": "®", "trade": "™", "laquo": "«", "raquo": "»",
        "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "lambda": "λ", "mu": "μ", "nu": "ν", "pi": "π",
        "sigma": "σ", "eacute": "é", "egrave": "è", "agrave": "à", "ccedil": "ç", "auml": "ä", "ouml": "ö", "uuml": "ü",
        "szlig": "ß", "ntilde": "ñ", "le": "≤", "ge": "≥", "rarr": "→", "larr": "←", "euro": "€",
    ]

    /// Source: HTML Living Standard §13.5; the names that descriptions use.
    static func character(_ name: Substring) -> String? {
        if let character = named[name] { return character }
        guard name.first == "#" else { return nil }
        let digits = name.dropFirst()
        let code =
            digits.first == "x" || digits.first == "X" ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
        guard let code, let scalar = Unicode.Scalar(code), code >= 0x20 || code == 9 || code == 10 else { return nil }
        return String(Character(scalar))
    }
}
