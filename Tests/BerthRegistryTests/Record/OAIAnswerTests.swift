import BerthDocument
import BerthModel
import Testing

@testable import BerthRegistry

struct OAIAnswerTests {
    private let url = "https://site.org/berth/registry/oai"
    private let day = Instant("2026-11-30T10:00:00Z") ?? .earliest

    private func ask(_ query: String) throws -> XMLElement {
        var record = try #require(
            PublishedRecord(
                PublishSettingsTests.full, publicURL: "https://site.org/berth", securityMethods: [],
                dates: RecordDates())
        )
        record.dates = RecordDates(nil, content: "", now: day)
        let items = query.split(separator: "&").map { item -> (name: String, value: String) in
            let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
        }
        let text = OAIAnswer(record, url: url, now: day + TimeSpan(seconds: 5)).document(items)
        let root = try XMLElement.read(Array(text.utf8))
        #expect(root.name == "OAI-PMH")
        #expect(root.child("responseDate")?.text == "2026-11-30T10:00:05Z")
        #expect(root.child("request")?.text == url)
        return root
    }

    private func fault(_ query: String) throws -> String? { try ask(query).child("error")?.attribute("code") }

    @Test func theSixVerbs() throws {
        let identify = try #require(try ask("verb=Identify").child("Identify"))
        #expect(
            identify.children.map(\.name) == [
                "repositoryName", "baseURL", "protocolVersion", "adminEmail", "earliestDatestamp", "deletedRecord",
                "granularity",
            ])
        #expect(identify.child("adminEmail")?.text == "ada@site.org")
        #expect(
            try ask("verb=ListMetadataFormats").child("ListMetadataFormats")?.children.map {
                $0.child("metadataPrefix")?.text
            } == ["ivo_vor", "oai_dc"])
        #expect(try ask("verb=ListSets").child("ListSets")?.child("set")?.child("setSpec")?.text == "ivo_managed")
        let header = try ask("verb=ListIdentifiers&metadataPrefix=oai_dc").child("ListIdentifiers")?.child("header")
        #expect(header?.child("identifier")?.text == "ivo://site.org/berth")
        #expect(header?.child("datestamp")?.text == "2026-11-30T10:00:00Z")
        let record = try ask("verb=GetRecord&metadataPrefix=oai_dc&identifier=ivo://SITE.org/berth")
            .child("GetRecord")?.child("record")
        #expect(record?.child("metadata")?.child("dc")?.child("title")?.text == "Broker of the <site>")
        #expect(try ask("verb=Identify").child("request")?.attribute("verb") == "Identify")
    }

    /// What one Berth publishes another one finds.
    @Test func theListIsOneThatIsRead() throws {
        var record = try #require(
            PublishedRecord(
                PublishSettingsTests.full, publicURL: "https://site.org/berth", securityMethods: [],
                dates: RecordDates())
        )
        record.dates = RecordDates(nil, content: "", now: day)
        let text = OAIAnswer(record, url: url, now: day).document([
            ("verb", "ListRecords"), ("metadataPrefix", "ivo_vor"), ("set", "ivo_managed"),
        ])
        let page = try OAIPage(Array(text.utf8), url: "")
        #expect(page.services.map(\.url) == ["https://site.org/berth"])
        #expect(page.resumption == nil)
    }

    @Test func whatIsSelected() throws {
        func count(_ rest: String) throws -> Int {
            let root = try ask("verb=ListIdentifiers&metadataPrefix=ivo_vor" + rest)
            if root.child("error")?.attribute("code") == "noRecordsMatch" { return 0 }
            return root.child("ListIdentifiers")?.all("header").count ?? -1
        }
        #expect(try count("&set=ivo_managed&from=2026-11-30&until=2026-11-30") == 1)
        #expect(try count("&from=2026-11-30T10:00:00Z&until=2026-11-30T10:00:00Z") == 1)
        #expect(try count("&from=2026-11-30T10:00:01Z") == 0)
        #expect(try count("&until=2026-11-29") == 0)
        #expect(try count("&set=other") == 0)
    }

    @Test(arguments: [
        ("", "badVerb"), ("verb=Nope", "badVerb"), ("verb=Identify&verb=Identify", "badVerb"),
        ("verb=Identify&x=1", "badArgument"), ("verb=ListRecords", "badArgument"),
        ("verb=GetRecord&metadataPrefix=ivo_vor", "badArgument"),
        ("verb=ListRecords&metadataPrefix=a&metadataPrefix=b", "badArgument"),
        ("verb=ListRecords&metadataPrefix=nope", "cannotDisseminateFormat"),
        ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
        ("verb=GetRecord&metadataPrefix=ivo_vor&identifier=ivo://other", "idDoesNotExist"),
        ("verb=ListMetadataFormats&identifier=ivo://other", "idDoesNotExist"),
        ("verb=ListRecords&metadataPrefix=ivo_vor&from=yesterday", "badArgument"),
        ("verb=ListRecords&metadataPrefix=ivo_vor&until=tomorrow", "badArgument"),
    ])
    func whatIsWrong(_ query: String, _ code: String) throws {
        #expect(try fault(query) == code)
    }
}
