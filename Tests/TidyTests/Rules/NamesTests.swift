import Testing

/// A file is called like the type that it is about, and no name is one that says nothing.
struct NamesTests {
    /// Endings that hide what a type is for. `Data` is not among them: it is a word of the standard.
    static let banned = [
        "Manager", "Helper", "Helpers", "Util", "Utils", "Utilities", "Common", "Impl", "Base", "Info",
    ]

    /// Files that are about several small types of one idea, which each name the idea better than one of the types.
    static let ideas: [String: String] = [
        "Sources/BerthModel/Components/Phases.swift": "the phases of components and of sessions",
        "Sources/BerthModel/Values/Values+ModelValue.swift": "how the values of time and identity are written",
    ]

    @Test func noNameSaysNothing() throws {
        let sources = try Repository.sources.get()
        let findings = sources.flatMap(Self.banned) + Repository.paths.flatMap(Self.bannedFolders)
        #expect(findings.isEmpty, "\(findings.report)")
    }

    @Test func filesAreCalledLikeTheirTypes() throws {
        let findings = try Repository.sources.get().flatMap { Self.strangeFile($0, ideas: Self.ideas) }
        #expect(findings.isEmpty, "\(findings.report)")
        let gone = Self.ideas.keys.filter { !Repository.exists($0) }
        #expect(gone.isEmpty, "no longer there; take them out of NamesTests.ideas: \(gone)")
    }

    @Test func seesWhatBreaksTheRules() {
        let source = SwiftSource(
            "Sources/A/StoreUtil.swift", "struct StoreImpl {\n    enum Base {}\n}\nstruct Baseline {}\n")
        #expect(
            Self.banned(source).map(\.description) == [
                "Sources/A/StoreUtil.swift:1: the file is called StoreUtil; name it after what it does.",
                "Sources/A/StoreUtil.swift:1: a type is called StoreImpl; name it after what it does.",
                "Sources/A/StoreUtil.swift:2: a type is called Base; name it after what it does.",
            ])
        #expect(
            Self.bannedFolders("Sources/Utils/A.swift").map(\.description) == [
                "Sources/Utils/A.swift:1: the folder is called Utils; name it after what is in it."
            ])
        #expect(
            Self.strangeFile(source, ideas: [:]).map(\.description) == [
                "Sources/A/StoreUtil.swift:1: no type StoreUtil in it; call the file like its type, or Type+Capability."
            ])
    }

    @Test(arguments: [
        ("Sources/A/Timeline.swift", "struct Timeline {}"),
        ("Sources/A/Timeline+Booking.swift", "extension Timeline {}"),
        ("Sources/A/Mode.swift", "extension Access.Mode {}"),
        ("Tests/ATests/Timeline+BookingTests.swift", "struct TimelineBookingTests {}"),
        ("Tests/ATests/TimelineTests.swift", "@Suite(\"x\") struct TimelineTests {}"),
    ])
    func whatIsCalledLikeItsType(_ path: String, _ text: String) {
        #expect(Self.strangeFile(SwiftSource(path, text), ideas: [:]).isEmpty)
    }

    static func banned(_ source: SwiftSource) -> [Finding] {
        var findings: [Finding] = []
        let file = source.name.split(separator: "+").first ?? ""
        if banned.contains(where: { file.hasSuffix($0) }) {
            findings.append(Finding(source.path, 1, "the file is called \(source.name); name it after what it does."))
        }
        for type in source.types where banned.contains(where: { type.text.hasSuffix($0) }) {
            findings.append(
                Finding(source.path, type.line, "a type is called \(type.text); name it after what it does."))
        }
        return findings
    }

    static func bannedFolders(_ path: String) -> [Finding] {
        path.split(separator: "/").dropLast().filter { banned.contains(String($0)) }.map {
            Finding(path, 1, "the folder is called \($0); name it after what is in it.")
        }
    }

    static func strangeFile(_ source: SwiftSource, ideas: [String: String]) -> [Finding] {
        if source.path == "Package.swift" || source.name == "Room" || ideas[source.path] != nil { return [] }
        let types = Set(source.types.map(\.text))
        let parts = source.name.split(separator: "+")
        // The suite of `Document+Path` is `DocumentPathTests`: a plus is no part of a name in Swift. `Clauses` may hold
        // `Clause` and all of them, and a file of a function alone is called like what comes of it.
        let names = [parts[0], Substring(parts.joined()), parts[0].hasSuffix("s") ? parts[0].dropLast() : parts[0]]
        if types.isEmpty || names.contains(where: types.contains) { return [] }
        return [
            Finding(
                source.path, 1,
                "no type \(parts[0]) in it; call the file like its type, or Type+Capability.")
        ]
    }
}
