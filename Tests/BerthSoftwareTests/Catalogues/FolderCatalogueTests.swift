import BerthModel
import Testing

@testable import BerthSoftware

struct FolderCatalogueTests {
    @Test func theSampleCatalogue() async throws {
        let catalogue = FolderCatalogue(folder: Sample.root + "/examples/catalogue/", now: { Sample.now })
        let page = try await catalogue.search(SoftwareQuery())
        #expect(page.entries.map(\.id) == ["hello", "light-curves", "word-count"])
        #expect(page.freshness == Freshness(asOf: Sample.now))
        let entry = try await catalogue.entry("light-curves")
        #expect(entry.executables.map(\.id) == ["make", "period"])
        #expect(entry.findings.isEmpty)
        guard case .jupyterNotebook(let notebook)? = entry.executables.first?.request.executable else {
            Issue.record("no notebook")
            return
        }
        #expect(notebook.location == "file://\(Sample.root)/examples/catalogue/light-curves/make.ipynb")
    }

    @Test func foldersOfSourceCodeAndBrokenFiles() async throws {
        try await Sample.withFolder { folder in
            try Sample.file("stars/codemeta.json", "{\"name\": \"Stars\"}", in: folder)
            try Sample.file("stars/nb/a.ipynb", "{}", in: folder)
            try Sample.file("bad.codemeta.json", "{\"name\": \n nope}", in: folder)
            try Sample.file("other.json", "{}", in: folder)
            let catalogue = FolderCatalogue(folder: folder, now: { Sample.now })
            let page = try await catalogue.search(SoftwareQuery())
            #expect(page.entries.map(\.title) == ["bad", "Stars"])
            #expect(page.entries.first?.summary.hasPrefix("bad.codemeta.json, line 2, column 2: ") == true)
            let stars = try await catalogue.entry("stars")
            #expect(stars.executables.map(\.origin) == [.guessed("The folder of codemeta.json holds nb/a.ipynb.")])
            let bad = try await catalogue.entry("bad")
            #expect(bad.findings.first?.hasPrefix("bad.codemeta.json, line 2, column 2: ") == true)
            let gone = await SoftwareError.of { try await catalogue.entry("x") }
            #expect(gone?.code == .notFound)
        }
    }

    @Test func aFolderThatIsNotThere() async throws {
        let error = await SoftwareError.of {
            try await FolderCatalogue(folder: "/nowhere/at/all", now: { Sample.now }).search(SoftwareQuery())
        }
        #expect(error?.code == .cannotRead)
        #expect(error?.message == "The folder of the catalogue cannot be read.")
        #expect(error?.subject == "/nowhere/at/all")
    }

    /// Its pages are for everybody.
    @Test func whereTheFolderIsStandsInNoMessage() async throws {
        try await Sample.withFolder { folder in
            try Sample.file("inner.codemeta.json/x", "", in: folder)
            let large = "{\"name\": \"" + String(repeating: "x", count: 2 << 20) + "\"}"
            try Sample.file("large.codemeta.json", large, in: folder)
            let catalogue = FolderCatalogue(folder: folder, now: { Sample.now })
            let page = try await catalogue.search(SoftwareQuery())
            #expect(
                page.entries.map(\.summary) == [
                    "inner.codemeta.json cannot be read.",
                    "large.codemeta.json has more than 2097152 bytes, the most that are read.",
                ])
            let entry = try await catalogue.entry("inner")
            #expect(entry.findings.first == "inner.codemeta.json cannot be read.")
            let gone = await SoftwareError.of { try await catalogue.entry("x") }
            #expect(gone?.message == "There is no software x in the folder.")
        }
    }
}
