import BerthSoftware
import Foundation
import Testing

/// What others say of codemeta+ files: the validator of the ESCAPE repository (eossr), a JSON Schema, and a processor
/// of JSON-LD (pyld), by `Tests/Catalogue/judge.py`.
struct JudgesTests {
    private func run(_ program: String, _ words: [String]) throws -> (output: String, status: Int32) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = words
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (output, process.terminationStatus)
    }

    private func judge(_ files: [String]) throws -> (output: String, status: Int32) {
        let python = TestCatalogue.root + "/.build/catalogue/bin/python"
        try #require(FileManager.default.isExecutableFile(atPath: python), "run scripts/setup test")
        return try run(python, [TestCatalogue.root + "/Tests/Catalogue/judge.py"] + files)
    }

    @Test func theSampleCatalogueIsAccepted() throws {
        let folder = TestCatalogue.root + "/examples/catalogue"
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }
        #expect(files.count == 3)
        let (output, status) = try judge(files.map { "\(folder)/\($0)" })
        #expect(status == 0, "\(output)")
        // The validator finds nothing missing, not even of what it only recommends.
        #expect(output.split(separator: "\n").filter { $0 == "CodeMeta is valid" }.count == 3)
    }

    /// What berth codemeta init writes of files as they are today is accepted as well.
    @Test(arguments: ["agnpy", "amiga-hcg16", "escape-template", "km3io", "km3net-cta-galactic", "gammapy"])
    func whatIsWrittenIsAccepted(_ name: String) throws {
        let folder = NSTemporaryDirectory() + "berth-judges-\(name)-\(getpid())"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let sample = "\(TestCatalogue.root)/Tests/Catalogue/samples/codemeta/\(name).json"
        try FileManager.default.copyItem(atPath: sample, toPath: folder + "/codemeta.json")
        try "{}".write(toFile: folder + "/a notebook.ipynb", atomically: true, encoding: .utf8)
        let berth = TestCatalogue.root + "/.build/debug/berth"
        let written = try run(berth, ["codemeta", "init", folder, "-o", folder + "/plus.json"])
        #expect(written.status == 0, "\(written.output)")
        let (output, status) = try judge([folder + "/plus.json"])
        #expect(status == 0, "\(output)")
        #expect(output.contains("accepted, with 1 executables"))
    }

    /// The client that ESCAPE wrote for its community asks the look-alike, and finds what we find: what the tests ask
    /// is not only what we think that the service is.
    @Test func theClientOfTheCommunityReadsTheLookAlike() async throws {
        let python = TestCatalogue.root + "/.build/catalogue/bin/python"
        try #require(FileManager.default.isExecutableFile(atPath: python), "run scripts/setup test")
        try await TestCatalogue.run { service in
            let (output, status) = try run(python, [TestCatalogue.root + "/Tests/Catalogue/client.py", service.url])
            #expect(status == 0, "\(output)")
            let asked = try await service.seen().map(\.path)
            #expect(asked.contains { $0.contains("communities=escape2020") && $0.contains("type=software") })
            let found = try await service.catalogue().search(SoftwareQuery(words: "agnpy"))
            #expect(output.contains("found: \(found.entries.map(\.title).joined(separator: ", "))\n"), "\(output)")
            #expect(output.contains("files: codemeta.json\n"), "\(output)")
        }
    }

    @Test func theJudgesRefuse() throws {
        let file = NSTemporaryDirectory() + "berth-judged-\(getpid()).json"
        defer { try? FileManager.default.removeItem(atPath: file) }
        let sample = "\(TestCatalogue.root)/examples/catalogue/word-count.codemeta.json"
        let text = try String(contentsOfFile: sample, encoding: .utf8)
        for (old, new) in [
            ("\"cwl-workflow\"", "\"cauldron\""), ("\"unit\": \"GiB\"", "\"unit\": \"handfuls\""),
            ("\"license\"", "\"licence\""), ("\"@vocab\"", "\"vocab\""),
        ] {
            try text.replacingOccurrences(of: old, with: new).write(toFile: file, atomically: true, encoding: .utf8)
            #expect(try judge([file]).status == 1, "\(new)")
        }
    }
}
