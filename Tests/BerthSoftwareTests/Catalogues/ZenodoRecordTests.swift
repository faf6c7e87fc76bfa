import BerthDocument
import Testing

@testable import BerthSoftware

struct ZenodoRecordTests {
    private func record(_ name: String) throws -> ZenodoRecord {
        let bytes = try Sample.bytes("Tests/Catalogue/samples/zenodo/\(name).json")
        return try #require(ZenodoRecord(try Document.read(bytes, as: .json)))
    }

    @Test func beforeOctober2023() throws {
        let record = try record("record-7752775-software-legacy-2023")
        #expect(
            record.summary
                == SoftwareSummary(
                    id: "7752775", title: "commonmeta-ruby",
                    summary: "Ruby gem and command-line utility for conversion of DOI metadata from and to different "
                        + "metadata formats, including schema.org. Fork of version 1.19.12 of the bolognese gem.",
                    authors: ["Martin Fenner"],
                    keywords: ["ruby", "metadata", "software citation", "research software"], version: "v3.0.1",
                    license: "MIT", modified: "2023-03-20"))
        #expect(record.authors.first?.url == "https://orcid.org/0000-0003-1419-2405")
        #expect(record.sources == ["https://github.com/front-matter/commonmeta-ruby/tree/v3.0.1"])
        #expect(record.files.map(\.name) == ["front-matter/commonmeta-ruby-v3.0.1.zip"])
        #expect(record.files.first?.url?.hasPrefix("https://zenodo.org/api/files/7cd6cc32") == true)
        #expect(record.links.map(\.title) == ["Record", "DOI", "Source code"])
    }

    @Test func sinceThen() throws {
        let record = try record("record-5244404-three-files")
        #expect(record.title == "The Origins of SARS-CoV-2: A Critical Review")
        #expect(record.authors.count == 21)
        #expect(record.files.count == 3)
        #expect(record.files.last?.url?.hasSuffix("gisaid_acknowledgement_table.pdf/content") == true)
        #expect(record.license == "cc-by-nc-nd-4.0")
        #expect(!record.summary.summary.contains("<"))
        #expect(PlainText.paragraphs(of: record.text).contains("a “laboratory escape” scenario"))
    }

    @Test func theNativeShapeOfItsSoftware() throws {
        let text = """
            {"id": "12", "metadata": {"title": "T", "creators": [{"person_or_org": {"name": "Sample, Ada",
              "identifiers": [{"scheme": "orcid", "identifier": "1-2"}]}, "affiliations": [{"name": "Org"}]}],
              "subjects": [{"subject": "a"}], "rights": [{"id": "mit"}]},
             "files": {"entries": {"x.zip": {"size": 5, "links": {"content": "https://a.org/x"}}}}}
            """
        let record = try #require(ZenodoRecord(try Document.read(Array(text.utf8), as: .json)))
        #expect(
            record.authors == [SoftwareAuthor(name: "Ada Sample", affiliation: "Org", url: "https://orcid.org/1-2")])
        #expect(record.keywords == ["a"])
        #expect(record.license == "mit")
        #expect(record.files == [ZenodoRecord.File(name: "x.zip", url: "https://a.org/x", bytes: 5)])
        #expect(record.isOpen)
    }

    @Test(arguments: ["{}", "{\"id\": 1}", "{\"id\": \"a/../b\", \"metadata\": {}}", "[]"])
    func whatIsNoRecord(_ text: String) throws {
        #expect(ZenodoRecord(try Document.read(Array(text.utf8), as: .json)) == nil)
    }
}
