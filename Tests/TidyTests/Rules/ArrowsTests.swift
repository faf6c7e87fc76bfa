import Testing

/// Which room may import which: what `Package.swift` lists, and nothing that leads upward.
struct ArrowsTests {
    /// Modules of the system that a room may use. Foundation is above the line: only the program imports it.
    static let system: Set<String> = ["Glibc", "Synchronization", "Dispatch"]
    static let program = "Sources/berth/"

    @Test func everyImportIsAnArrowOfThePackage() throws {
        let findings = try Self.findings(Repository.sources.get(), Self.rooms())
        #expect(findings.isEmpty, "\(findings.report)")
    }

    @Test func everyArrowPointsDown() throws {
        let findings = try Self.upward(Self.rooms())
        #expect(findings.isEmpty, "\(findings.report)")
    }

    @Test func seesWhatBreaksTheRule() {
        let package = PackageRooms(
            """
            let libraries = [CLibrary("CZLib", "zlib", "zlib1g-dev")]
            let rooms = [
                Room("Upper", ["Lower"]),
                Room("Lower", ["CZLib"], path: "Sources/Deep/Lower"),
            ]
            """)
        #expect(package.rooms.map(\.path) == ["Sources/Upper", "Sources/Deep/Lower"])
        #expect(
            Self.upward(package).map(\.description) == [
                "Package.swift:3: Upper imports Lower, which stands below it in the list; move one, or turn the arrow."
            ])

        let sources = [
            SwiftSource("Sources/Deep/Lower/A.swift", "package import Upper\nimport class Foundation.FileManager\n"),
            SwiftSource("Sources/berth/B.swift", "import Foundation\nimport Lower\n"),
            SwiftSource("Sources/Upper/C.swift", "// import Upper\nlet x = \"import Upper\"\nimport Glibc\n"),
        ]
        #expect(
            Self.findings(sources, package).map(\.description) == [
                "Sources/Deep/Lower/A.swift:1: Lower may not import Upper; take what it needs from a room below, "
                    + "or add the arrow in Package.swift if it points down.",
                "Sources/Deep/Lower/A.swift:2: Foundation stays above the line; use Glibc, or move this into "
                    + "Sources/berth/.",
            ])
    }

    static func rooms() throws -> PackageRooms { PackageRooms(try Repository.text("Package.swift")) }

    static func findings(_ sources: [SwiftSource], _ package: PackageRooms) -> [Finding] {
        var findings: [Finding] = []
        for source in sources where source.path.hasPrefix("Sources/") && !source.path.hasPrefix(program) {
            guard let room = package.room(of: source.path) else {
                findings.append(Finding(source.path, 1, "in no room of Package.swift; move it into one, or list it."))
                continue
            }
            for module in source.imports {
                let name = String(module.text)
                if name.hasPrefix("Foundation") {
                    findings.append(
                        Finding(
                            source.path, module.line,
                            "\(name) stays above the line; use Glibc, or move this into \(program)."))
                } else if !system.contains(name), !room.imports.contains(name) {
                    findings.append(
                        Finding(
                            source.path, module.line,
                            "\(room.name) may not import \(name); take what it needs from a room below, "
                                + "or add the arrow in Package.swift if it points down."))
                }
            }
        }
        return findings
    }

    static func upward(_ package: PackageRooms) -> [Finding] {
        var above = package.cModules
        var findings: [Finding] = []
        for room in package.rooms {
            for name in room.imports where !above.contains(name) {
                findings.append(
                    Finding(
                        "Package.swift", room.line,
                        "\(room.name) imports \(name), which stands below it in the list; move one, or turn the arrow.")
                )
            }
            above.insert(room.name)
        }
        return findings
    }
}
