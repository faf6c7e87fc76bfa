import Testing

/// A file is read in one go, a function fits a screen, a line fits beside another.
struct SizesTests {
    static let linesOfAFile = 400
    static let linesOfAFunction = 70
    static let columnsOfALine = 120

    @Test func filesAreReadInOneGo() throws {
        let findings = try Repository.sources.get().flatMap(Self.longFiles)
        #expect(findings.isEmpty, "\(findings.report)")
    }

    @Test func functionsFitAScreen() throws {
        let findings = try Repository.sources.get().flatMap(Self.longFunctions)
        #expect(findings.isEmpty, "\(findings.report)")
    }

    @Test func linesFit() throws {
        let written = [".swift", ".py", ".h", ".c", ".cpp"]
        let findings = try Repository.paths.filter { path in
            written.contains { path.hasSuffix($0) } || path.hasPrefix("scripts/") || path.hasPrefix(".ci/")
        }.flatMap { Self.longLines($0, try Repository.text($0)) }
        #expect(findings.isEmpty, "\(findings.report)")
    }

    @Test func aFileAtTheLimitAndOneBeyond() {
        let full = String(repeating: "x\n", count: 400)
        #expect(Self.longFiles(SwiftSource("A.swift", full)).isEmpty)
        #expect(
            Self.longFiles(SwiftSource("A.swift", full + "x")).map(\.description) == [
                "A.swift:401: 401 lines, and 400 are the limit; split the file by what its parts are for."
            ])
    }

    @Test(arguments: [
        "func f() {", "init?(a: (Int) -> Int = { $0 }) {", "deinit {", "subscript(a: [Int]) -> Int {",
        "func f()\n    -> Int where A == B {",
    ])
    func aFunctionAtTheLimitAndOneBeyond(_ head: String) {
        let own = head.split(separator: "\n").count
        let body = String(repeating: "    if a { b(\"}\") } // }\n", count: 69 - own)
        #expect(Self.longFunctions(SwiftSource("A.swift", "\(head)\n\(body)}\n")).isEmpty)
        #expect(
            Self.longFunctions(SwiftSource("A.swift", "\n\(head)\n\n\(body)}\n")).map(\.description) == [
                "A.swift:2: a function of 71 lines, and 70 are the limit; "
                    + "push ifs up, loops down, and pure steps out."
            ])
    }

    @Test func whatHasNoBodyIsNoFunction() {
        let members = String(
            repeating: "    func f(a: Int) -> Int\n    var b: Int { get }\n    init(c: Int)\n", count: 40)
        #expect(Self.longFunctions(SwiftSource("A.swift", "protocol P {\n\(members)}\n")).isEmpty)
    }

    @Test func aLineAtTheLimitAndOneBeyond() {
        #expect(Self.longLines("A.swift", String(repeating: "é", count: 120)).isEmpty)
        #expect(
            Self.longLines("A.swift", "\n" + String(repeating: "é", count: 121)).map(\.description) == [
                "A.swift:2: 121 columns, and 120 are the limit; break the line."
            ])
    }

    static func longFiles(_ source: SwiftSource) -> [Finding] {
        let count = source.lines.count
        if count <= linesOfAFile { return [] }
        return [
            Finding(
                source.path, count,
                "\(count) lines, and \(linesOfAFile) are the limit; split the file by what its parts are for.")
        ]
    }

    static func longLines(_ path: String, _ text: String) -> [Finding] {
        text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
            // Most lines are shorter in bytes already, and bytes are quick to count.
            if line.utf8.count <= columnsOfALine || line.count <= columnsOfALine { return nil }
            return Finding(
                path, index + 1, "\(line.count) columns, and \(columnsOfALine) are the limit; break the line.")
        }
    }

    static func longFunctions(_ source: SwiftSource) -> [Finding] {
        let tokens = source.tokens
        return tokens.indices.compactMap { index in
            guard isHead(index, tokens), let begin = bodyBegin(after: index, tokens) else { return nil }
            let end = matching(begin, tokens)
            let count = tokens[end].line - tokens[index].line + 1
            if count <= linesOfAFunction { return nil }
            return Finding(
                source.path, tokens[index].line,
                "a function of \(count) lines, and \(linesOfAFunction) are the limit; "
                    + "push ifs up, loops down, and pure steps out.")
        }
    }

    private static let heads: Set<Substring> = ["func", "init", "deinit", "subscript"]
    /// Words that begin the next member, so that the one before had no body.
    private static let members: Set<Substring> = ["func", "init", "subscript", "var", "let", "case", "associatedtype"]

    private static func isHead(_ index: Int, _ tokens: [SwiftSource.Token]) -> Bool {
        guard heads.contains(tokens[index].text) else { return false }
        return index == 0 || tokens[index - 1].text != "."
    }

    private static func bodyBegin(after head: Int, _ tokens: [SwiftSource.Token]) -> Int? {
        var depth = 0
        for index in tokens.indices.dropFirst(head + 1) {
            switch tokens[index].text {
            case "(", "[": depth += 1
            case ")", "]": depth -= 1
            case "{" where depth == 0: return index
            case "}" where depth == 0: return nil
            case let word where depth == 0 && members.contains(word): return nil
            default: break
            }
            if depth < 0 { return nil }
        }
        return nil
    }

    private static func matching(_ begin: Int, _ tokens: [SwiftSource.Token]) -> Int {
        var depth = 0
        for index in begin..<tokens.count {
            if tokens[index].text == "{" { depth += 1 }
            if tokens[index].text == "}" { depth -= 1 }
            if depth == 0 { return index }
        }
        return tokens.count - 1
    }
}
