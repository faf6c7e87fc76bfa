import BerthDocument
import BerthHTTP
import BerthModel
import BerthRegistry
import Testing

@testable import BerthService

@Suite struct ServiceRegistryTests {
    private static var record: PublishedRecord? {
        var settings = PublishSettings()
        settings.authority = "site.org"
        settings.title = "A broker"
        settings.description = "Runs tasks."
        settings.publisher = "The site"
        settings.contact.name = "Ada"
        settings.contact.email = "ada@site.org"
        return PublishedRecord(
            settings, publicURL: RunningService.publicURL, securityMethods: [],
            dates: RecordDates(nil, content: "", now: Instant(seconds: 0)))
    }

    @Test func theRecordIsToldToEverybody() async throws {
        var settings = ServiceSettings()
        settings.record = Self.record
        let users = [Identification.User(subject: "ada", tokenSHA256: String(repeating: "0", count: 64))]
        try await RunningService.during(settings, users: users) { service in
            let record = try await service.client.get("/registry/record.xml")
            #expect(record.status == 200)
            #expect(record.headers["Content-Type"] == "application/xml")
            #expect(record.text == Self.record?.document)
            let list = try await service.client.get("/registry/oai?verb=ListRecords&metadataPrefix=ivo_vor")
            #expect(list.headers["Content-Type"] == "text/xml; charset=utf-8")
            #expect(list.text.contains("<identifier>ivo://site.org/berth</identifier>"))
            #expect(list.text.contains(">\(RunningService.publicURL)/registry/oai</request>"))
            #expect(try await service.client.get("/registry/oai").text.contains("<error code=\"badVerb\">"))
            let index = try await service.client.get("/")
            #expect(index.text.contains("/registry/record.xml"))
        }
    }

    @Test func aServiceThatDoesNotPublishItself() async throws {
        try await RunningService.during { service in
            for path in ["/registry/record.xml", "/registry/oai?verb=Identify"] {
                let reply = try await service.client.get(path)
                #expect(reply.status == 404)
                #expect(
                    try reply.text(["detail"])
                        == "This service has no record; its administrator can write one with the key publish.")
            }
        }
    }
}
