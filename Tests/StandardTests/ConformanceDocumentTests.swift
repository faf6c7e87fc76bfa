import Foundation
import Testing

/// `docs/CONFORMANCE.md` is the list of clauses with the tests that name them.
@Suite struct ConformanceDocumentTests {
    @Test func everyClauseHasATest() throws {
        let named = Set(try ClauseUse.all().flatMap(\.numbers))
        let missing = clauses.map(\.number).filter { !named.contains($0) }
        #expect(missing.isEmpty, "clauses without a test: \(missing.joined(separator: ", "))")
    }

    @Test func everyNamedClauseExists() throws {
        let known = Set(clauses.map(\.number))
        for use in try ClauseUse.all() {
            for number in use.numbers {
                #expect(
                    known.contains(number),
                    "\(use.file): \(use.test) names the clause \(number), which is not in Clauses.swift")
            }
        }
    }

    @Test func noClauseStandsTwice() {
        #expect(Set(clauses.map(\.number)).count == clauses.count)
    }

    @Test func theDocumentIsMadeFromTheClausesAndTheTests() throws {
        let text = try ConformanceDocument.text()
        let file = ClauseUse.repository.appending(path: "docs/CONFORMANCE.md")
        if ProcessInfo.processInfo.environment["BERTH_GENERATE"] != nil {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == text, "run scripts/generate")
    }
}

enum ConformanceDocument {
    static func text() throws -> String {
        let uses = try ClauseUse.all()
        var text = """
            # Conformance
            What IVOA ExecutionBroker 1.0 asks of a broker, clause by clause, and the tests that show it. Made by
            `scripts/generate` from `Tests/StandardTests`; run them with `swift test --filter StandardTests`.

            | clause | what it asks | shown by |
            |---|---|---|

            """
        for clause in clauses {
            let tests = uses.filter { $0.numbers.contains(clause.number) }
                .map { "`\($0.test)` in [\($0.file)](../Tests/StandardTests/\($0.file))" }
            text += "| \(clause.number) | \(clause.text) | \(tests.joined(separator: "; ")) |\n"
        }
        return text
    }
}

/// A test that names clauses, found in the sources of this folder.
struct ClauseUse {
    var file: String
    var test: String
    var numbers: [String]

    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    static let repository = folder.deletingLastPathComponent().deletingLastPathComponent()

    static func all() throws -> [ClauseUse] {
        var uses: [ClauseUse] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        where name.hasSuffix("Tests.swift") && name != "ConformanceDocumentTests.swift" {
            uses += Self.uses(in: try String(contentsOf: folder.appending(path: name), encoding: .utf8), of: name)
        }
        return uses
    }

    private static func uses(in source: String, of file: String) -> [ClauseUse] {
        source.components(separatedBy: ".clause(").dropFirst().compactMap { piece in
            guard let close = piece.firstIndex(of: ")"), let function = piece.range(of: "func ") else { return nil }
            let numbers = piece[..<close].components(separatedBy: "\"").filter { $0.first?.isNumber ?? false }
            return ClauseUse(
                file: file, test: String(piece[function.upperBound...].prefix { $0 != "(" }), numbers: numbers)
        }
    }
}
