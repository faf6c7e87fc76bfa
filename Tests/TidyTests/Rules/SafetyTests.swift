import Testing

/// What the compiler is told to believe, and what a test run would pass over in silence.
struct SafetyTests {
    @Test func onlyWrappersOfCPromiseThreadSafety() throws {
        let cModules = try ArrowsTests.rooms().cModules.union(["Glibc"])
        let findings = try Repository.sources.get().flatMap { Self.promises($0, cModules) }
        #expect(findings.isEmpty, "\(findings.report)")
    }

    @Test func noTestIsLeftOut() throws {
        let findings = try Repository.sources.get().filter { $0.path.hasPrefix("Tests/") }.flatMap(Self.leftOut)
        #expect(findings.isEmpty, "\(findings.report)")
    }

    @Test func seesWhatBreaksTheRules() {
        let text = "import A\nfinal class B: @unchecked Sendable {}\nnonisolated(unsafe) var c = 1\n"
        #expect(
            Self.promises(SwiftSource("B.swift", text), []).map(\.description) == [
                "B.swift:2: @unchecked in a file that wraps no C; use a Mutex, an actor or values.",
                "B.swift:3: nonisolated(unsafe) in a file that wraps no C; use a Mutex, an actor or values.",
            ])
        #expect(Self.promises(SwiftSource("B.swift", text), ["A"]).isEmpty)
        let test =
            "@Test(.disabled()) func a() {}\n@Test(.enabled(if: b)) func b() {}\nwithKnownIssue {}\n// .disabled\n"
        #expect(
            Self.leftOut(SwiftSource("Tests/B.swift", test)).map(\.description) == [
                "Tests/B.swift:1: disabled leaves a test out; mend what it shows, or remove it.",
                "Tests/B.swift:2: enabled leaves a test out; mend what it shows, or remove it.",
                "Tests/B.swift:3: withKnownIssue leaves a test out; mend what it shows, or remove it.",
            ])
    }

    static func promises(_ source: SwiftSource, _ cModules: Set<String>) -> [Finding] {
        if source.imports.contains(where: { cModules.contains(String($0.text)) }) { return [] }
        let tokens = source.tokens
        return tokens.indices.compactMap { index in
            let isUnchecked = tokens[index].text == "unchecked"
            let isUnsafe =
                tokens[index].text == "nonisolated" && index + 2 < tokens.count && tokens[index + 2].text == "unsafe"
            if !isUnchecked && !isUnsafe { return nil }
            return Finding(
                source.path, tokens[index].line,
                (isUnchecked ? "@unchecked" : "nonisolated(unsafe)")
                    + " in a file that wraps no C; use a Mutex, an actor or values.")
        }
    }

    static func leftOut(_ source: SwiftSource) -> [Finding] {
        let tokens = source.tokens
        return tokens.indices.compactMap { index in
            let word = tokens[index].text
            let isTrait = index > 0 && tokens[index - 1].text == "." && (word == "disabled" || word == "enabled")
            if !isTrait && word != "withKnownIssue" && word != "XCTSkip" { return nil }
            return Finding(
                source.path, tokens[index].line, "\(word) leaves a test out; mend what it shows, or remove it.")
        }
    }
}
