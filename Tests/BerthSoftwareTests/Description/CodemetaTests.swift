import BerthDocument
import Testing

@testable import BerthSoftware

struct CodemetaTests {
    /// Every sample is read, or refused in one sentence with its line.
    @Test(arguments: [
        ("agnpy", "agnpy", "0.5.0", 1), ("amiga-hcg16", "Pipeline for HCG-16 Project", "1.2.1", 4),
        ("eossr-sample-codemeta_test", "eOSSR test", "1.0.0", 1),
        ("escape-template", "ESCAPE template project", "v2.2", 1), ("km3io", "km3io", "1.0.0", 1),
        ("km3net-cta-galactic", "Prospects for combined galactic source searches with CTA and KM3NeT", "1.0.0", 4),
        ("cpp-toolkit", "Beam toolkit", "nov23", 2),
    ])
    func samplesAreRead(_ name: String, _ title: String, _ version: String, _ authors: Int) throws {
        let bytes = try Sample.bytes("Tests/Catalogue/samples/codemeta/\(name).json")
        let codemeta = try Codemeta(bytes, name: "codemeta.json")
        #expect(codemeta.title == title)
        #expect(codemeta.version == version)
        #expect(codemeta.authors.count == authors)
        #expect(!codemeta.links.isEmpty)
    }

    @Test func aSampleThatIsNotJSONNamesItsLine() async throws {
        let bytes = try Sample.bytes("Tests/Catalogue/samples/codemeta/km3-230213a-data.json")
        let error = await SoftwareError.of { try Codemeta(bytes, name: "codemeta.json") }
        #expect(error?.code == .notReadable)
        #expect(error?.message.hasPrefix("codemeta.json, line 13, column 164: ") == true, "\(error?.message ?? "")")
    }

    @Test(arguments: ["[]", "{}", "\"text\"", "{\"@type\": \"Person\"}", "[{\"@type\": \"Person\"}]"])
    func jsonThatIsSomethingElse(_ text: String) async {
        let error = await SoftwareError.of { try Sample.codemeta(text) }
        #expect(error?.code == .notSoftware)
        #expect(
            error?.message
                == "codemeta.json is JSON and describes no software; a codemeta.json is a map with a name and a @type "
                + "such as SoftwareSourceCode.")
    }

    @Test func oneByteTooMany() async throws {
        let limit = Codemeta.limits.sizeBytes
        let head = Array("{\"name\": \"x\"}".utf8)
        #expect(throws: Never.self) {
            try Codemeta(head + [UInt8](repeating: 32, count: limit - head.count), name: "c")
        }
        let error = await SoftwareError.of {
            try Codemeta(head + [UInt8](repeating: 32, count: limit - head.count + 1), name: "c")
        }
        #expect(error?.code == .tooLarge)
        #expect(error?.message == "c has more than 2 MiB; a description is shorter.")
    }

    @Test(arguments: [
        "{\"@graph\": [{\"@type\": \"Person\"}, {\"@type\": [\"SoftwareSourceCode\"], \"name\": \"x\"}]}",
        "[{\"@type\": \"http://schema.org/SoftwareSourceCode\", \"schema:name\": \"x\"}]",
        "{\"type\": \"SoftwareApplication\", \"name\": {\"@value\": \"x\"}}",
        "{\"name\": [\"x\", \"y\"]}",
    ])
    func theSoftwareIsFoundInAnyForm(_ text: String) throws {
        let codemeta = try Sample.codemeta(text)
        #expect(codemeta.title == "x")
        #expect(codemeta.place(of: codemeta.path("name")) == "codemeta.json, line 1")
    }

    @Test func textsInAnyForm() throws {
        let codemeta = try Sample.codemeta(
            """
            {"name": "x", "keywords": ["a, b", "A;c", {"name": "d"}, 5, null],
             "author": {"@list": ["Ada Sample <ada@example.org>", "only@example.org", {"familyName": "Bo"},
               {"@id": "https://orcid.org/1", "name": "Cy", "affiliation": [{"name": "Org"}]}, {}]},
             "license": "https://spdx.org/licenses/MIT.html", "dateModified": "2023-11-04T00:00:00Z",
             "codeRepository": "git+https://example.org/x.git", "identifier": "10.5281/zenodo.1",
             "url": "javascript:alert(1)", "readme": "file:///etc/passwd"}
            """)
        #expect(codemeta.keywords == ["a", "b", "c", "d", "5"])
        #expect(codemeta.authors.map(\.name) == ["Ada Sample", "Bo", "Cy"])
        #expect(codemeta.authors.last?.affiliation == "Org")
        #expect(codemeta.authors.last?.url == "https://orcid.org/1")
        #expect(codemeta.license == "MIT")
        #expect(codemeta.modified == "2023-11-04")
        #expect(
            codemeta.links == [
                SoftwareLink(title: "Source code", url: "https://example.org/x.git"),
                SoftwareLink(title: "Identifier", url: "https://doi.org/10.5281/zenodo.1"),
            ])
    }
}
