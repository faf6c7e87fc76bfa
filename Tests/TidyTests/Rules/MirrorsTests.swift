import Testing

/// Tests stand where the sources stand: `Tests/RTests/F/XTests.swift` for `Sources/R/F/X.swift`.
struct MirrorsTests {
    @Test func everyTestMirrorsASource() throws {
        let findings = Self.strays(Repository.paths, try ArrowsTests.rooms(), acrossFiles: Exemptions.acrossFiles)
        #expect(findings.isEmpty, "\(findings.report)")
    }

    @Test func everySourceWithLogicHasATest() throws {
        let findings = Self.untested(
            try Repository.sources.get(), Repository.paths, try ArrowsTests.rooms(), exempt: Exemptions.testedThrough)
        #expect(findings.isEmpty, "\(findings.report)")
    }

    @Test func exemptionsAreStillNeeded() throws {
        let findings = Self.outdated(
            Exemptions.testedThrough, try Repository.sources.get(), Repository.paths, try ArrowsTests.rooms())
        #expect(findings.isEmpty, "\(findings.report)")
    }

    @Test func seesWhatBreaksTheRules() {
        let package = PackageRooms("Room(\"A\"), Room(\"B\", path: \"Sources/Deep/B\")")
        let paths = [
            "Sources/A/One.swift", "Sources/Deep/B/F/Two.swift", "Tests/ATests/OneTests.swift",
            "Tests/ATests/F/OneTests.swift", "Tests/Deep/BTests/F/ThreeTests.swift", "Tests/Deep/BTests/F/Sample.swift",
            "Tests/StandardTests/ClauseTests.swift", "Tests/ATests/AllTests.swift",
        ]
        #expect(
            Self.strays(paths, package, acrossFiles: ["Tests/ATests/AllTests.swift": "both"]).map(\.description) == [
                "Tests/ATests/F/OneTests.swift:1: tests Sources/A/F/One.swift, which is not there; move or rename it.",
                "Tests/Deep/BTests/F/ThreeTests.swift:1: tests Sources/Deep/B/F/Three.swift, which is not there; "
                    + "move or rename it.",
            ])
        let sources = [
            SwiftSource("Sources/A/One.swift", "func f() { if a {} }"),
            SwiftSource("Sources/A/One+More.swift", "func f() { if a {} }"),
            SwiftSource("Sources/Deep/B/F/Two.swift", "func f() {\n    guard a else {}\n}"),
            SwiftSource("Sources/Deep/B/F/Plain.swift", "struct Plain { var x = f(for: 1, in: y) }"),
        ]
        let two = "Sources/Deep/B/F/Two.swift"
        #expect(
            Self.untested(sources, paths, package, exempt: [:]).map(\.description) == [
                "\(two):2: decides something and has no test; write Tests/Deep/BTests/F/TwoTests.swift."
            ])
        #expect(Self.untested(sources, paths, package, exempt: [two: paths[2]]).isEmpty)
        #expect(Self.outdated([two: paths[2]], sources, paths, package).isEmpty)
        #expect(
            Self.outdated([two: "Tests/Gone.swift"], sources, paths, package).map(\.description) == [
                "\(two):1: is said to be tested through Tests/Gone.swift, which is not there; write a test."
            ])
        #expect(
            Self.outdated(["Sources/A/One.swift": paths[2]], sources, paths, package).map(\.description) == [
                "Sources/A/One.swift:1: needs no exemption any more; take it out of Exemptions.swift."
            ])
    }

    static func strays(
        _ paths: [String], _ package: PackageRooms, acrossFiles: [String: String]
    ) -> [Finding] {
        let all = Set(paths)
        return paths.compactMap { path in
            guard path.hasSuffix("Tests.swift"), acrossFiles[path] == nil, let source = source(of: path, package),
                !all.contains(source)
            else { return nil }
            return Finding(path, 1, "tests \(source), which is not there; move or rename it.")
        }
    }

    /// A type is tested in `TypeTests`, its capabilities there or in `Type+CapabilityTests`.
    static func untested(
        _ sources: [SwiftSource], _ paths: [String], _ package: PackageRooms, exempt: [String: String]
    ) -> [Finding] {
        let tested = Set(paths.compactMap { $0.hasSuffix("Tests.swift") ? source(of: $0, package).map(type) : nil })
        return sources.compactMap { source in
            guard exempt[source.path] == nil, let line = firstDecision(source),
                let test = test(of: source.path, package),
                !tested.contains(type(of: source.path))
            else { return nil }
            return Finding(source.path, line, "decides something and has no test; write \(test).")
        }
    }

    /// `Sources/R/F/Type.swift` for `Sources/R/F/Type+Capability.swift`.
    private static func type(of source: String) -> String {
        source.firstIndex(of: "+").map { source[..<$0] + ".swift" } ?? source
    }

    static func outdated(
        _ exempt: [String: String], _ sources: [SwiftSource], _ paths: [String], _ package: PackageRooms
    ) -> [Finding] {
        let needed = Set(untested(sources, paths, package, exempt: [:]).map(\.path))
        return exempt.compactMap { source, test in
            if !needed.contains(source) {
                return Finding(source, 1, "needs no exemption any more; take it out of Exemptions.swift.")
            }
            if paths.contains(test) { return nil }
            return Finding(source, 1, "is said to be tested through \(test), which is not there; write a test.")
        }
    }

    private static func folders(_ package: PackageRooms) -> [(sources: String, tests: String)] {
        (package.rooms.map(\.path) + ["Sources/berth"]).map {
            ($0, "Tests/" + $0.dropFirst("Sources/".count) + "Tests")
        }
    }

    private static func source(of test: String, _ package: PackageRooms) -> String? {
        for folder in folders(package) where test.hasPrefix(folder.tests + "/") {
            return folder.sources + test.dropFirst(folder.tests.count).dropLast("Tests.swift".count) + ".swift"
        }
        return nil
    }

    private static func test(of source: String, _ package: PackageRooms) -> String? {
        for folder in folders(package) where source.hasPrefix(folder.sources + "/") {
            return folder.tests + source.dropFirst(folder.sources.count).dropLast(".swift".count) + "Tests.swift"
        }
        return nil
    }

    /// A `switch` alone is a table.
    private static let decisions: Set<Substring> = ["if", "guard", "for", "while", "catch", "repeat"]

    /// The line of the first branch or loop; a file without one has no logic to test.
    private static func firstDecision(_ source: SwiftSource) -> Int? {
        let tokens = source.tokens
        for index in tokens.indices where decisions.contains(tokens[index].text) {
            // Neither `#if` nor the name of a parameter.
            let before = index > 0 ? tokens[index - 1].text : ""
            let after = index + 1 < tokens.count ? tokens[index + 1].text : ""
            if before != "#" && before != "." && after != ":" { return tokens[index].line }
        }
        return nil
    }
}
