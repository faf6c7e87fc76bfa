/// The codes of one error type, read from the `enum Code` in its source.
struct ErrorTable {
    struct Code: Hashable {
        var name: String
        /// The documentation of the case, in one line; empty when there is none.
        var meaning: String
        var path: String
        var line: Int
    }

    var room: String
    var error: String
    var codes: [Code] = []

    /// `nil` when the file has no `enum Code`.
    init?(_ source: SwiftSource, room: String) {
        let tokens = source.tokens
        guard
            let head = tokens.indices.dropLast().first(where: {
                tokens[$0].text == "enum" && tokens[$0 + 1].text == "Code"
            })
        else { return nil }
        let owner = source.types.last {
            $0.line < tokens[head].line || $0.text != "Code" && $0.line == tokens[head].line
        }
        self.room = room
        error = owner.map { String($0.text) } ?? String(source.name)

        var index = head
        var depth = 0
        repeat {
            index += 1
            if tokens[index].text == "{" { depth += 1 }
            if tokens[index].text == "}" { depth -= 1 }
            let isName = tokens[index - 1].text == "case" || tokens[index - 1].text == "`"
            let isNext = tokens[index - 1].text == "," && tokens[index].text != "`"
            if depth == 1, isName || isNext, tokens[index].text.isWord {
                codes.append(
                    Code(
                        name: String(tokens[index].text),
                        meaning: Self.comment(above: tokens[index].line, source.lines),
                        path: source.path, line: tokens[index].line))
            }
        } while depth > 0 || tokens[index].text != "}" && codes.isEmpty
    }

    private static func comment(above line: Int, _ lines: [Substring]) -> String {
        var words: [Substring] = []
        for text in lines[..<(line - 1)].reversed() {
            let text = text.drop { $0 == " " }
            guard text.hasPrefix("///") else { break }
            words.insert(contentsOf: text.dropFirst(3).split(separator: " "), at: 0)
        }
        return words.joined(separator: " ")
    }

    /// The document of all of them.
    static func text(_ tables: [ErrorTable]) -> String {
        var text = """
            # Errors
            Every code that an error of Berth can have, made from the sources by `scripts/generate`. An error also says
            in one sentence what is wrong and what would mend it. A task that will not be run is no error but the answer
            NO, whose reasons are obstacles.

            """
        for table in tables {
            text += "\n## \(table.error), of \(table.room)\n| code | meaning |\n|---|---|\n"
            for code in table.codes { text += "| `\(code.name)` | \(code.meaning) |\n" }
        }
        return text
    }
}
