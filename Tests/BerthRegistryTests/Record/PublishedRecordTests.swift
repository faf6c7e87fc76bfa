import BerthDocument
import BerthModel
import Testing

@testable import BerthRegistry

struct PublishedRecordTests {
    private let day = Instant("2026-11-30T10:00:00.5Z") ?? .earliest

    private func record(_ needsToken: Bool = false) throws -> PublishedRecord {
        let record = PublishedRecord(
            PublishSettingsTests.full, publicURL: "https://site.org/a&b",
            securityMethods: ServiceCapability.securityMethods(hasUsers: needsToken, hasIssuers: false),
            dates: RecordDates())
        var made = try #require(record)
        made.dates = RecordDates(nil, content: made.content, now: day)
        return made
    }

    @Test func theWholeRecord() throws {
        let text = try record().document
        let root = try XMLElement.read(Array(text.utf8))
        #expect(root.name == "Resource")
        #expect(root.attribute("type") == "vr:Service")
        #expect(root.attribute("created") == "2026-11-30T10:00:00Z")
        #expect(root.child("title")?.text == "Broker of the <site>")
        #expect(root.child("identifier")?.text == "ivo://site.org/berth")
        #expect(root.child("content")?.all("subject").map(\.text) == ["astronomy-software", "radio-astronomy"])
        #expect(root.child("content")?.child("referenceURL")?.text == "https://site.org/a&b/")
        #expect(
            root.children.map(\.name) == [
                "title", "shortName", "identifier", "curation", "content", "capability", "capability", "capability",
            ])
        #expect(
            root.all("capability").map { $0.attribute("standardID") } == [
                "ivo://ivoa.net/std/ExecutionBroker#v1.0", "ivo://ivoa.net/std/VOSI#capabilities",
                "ivo://ivoa.net/std/VOSI#availability",
            ])
    }

    /// What one Berth publishes another one finds.
    @Test func itIsFound() throws {
        for needsToken in [false, true] {
            let root = try XMLElement.read(Array(try record(needsToken).document.utf8))
            #expect(
                ListedService.services(of: root) == [
                    ListedService(
                        ivoid: "ivo://site.org/berth", title: "Broker of the <site>", url: "https://site.org/a&b",
                        standardID: ServiceCapability.broker,
                        securityMethods: needsToken ? ["ivo://ivoa.net/sso#OAuth"] : [], isOpen: !needsToken)
                ])
        }
    }

    @Test func nothingIsPublishedUnlessItIsSaid() {
        #expect(
            PublishedRecord(PublishSettings(), publicURL: "http://a", securityMethods: [], dates: RecordDates()) == nil)
    }

    @Test func datesMoveWithTheRecord() throws {
        let first = RecordDates(nil, content: "a", now: day)
        #expect(first.created == day && first.updated == day)
        let later = day + TimeSpan(seconds: 60)
        #expect(RecordDates(first, content: "a", now: later) == first)
        let second = RecordDates(first, content: "b", now: later)
        #expect(second.created == day && second.updated == later)
        // What is damaged is new.
        #expect(RecordDates(RecordDates(), content: "a", now: later).created == later)
        let read = RecordDates.reading(try Document.read(try second.json(), as: .json), from: .json).value
        #expect(read == second)
    }
}
