import Testing

@testable import BerthRegistry

struct OAIPageTests {
    private func failure(_ text: String) -> RegistryError? {
        do throws(RegistryError) {
            _ = try OAIPage(Array(text.utf8), url: "http://reg/oai")
            return nil
        } catch {
            return error
        }
    }

    private func page(_ records: String, _ rest: String = "") throws -> OAIPage {
        let text = "<OAI-PMH><ListRecords>\(records)\(rest)</ListRecords></OAI-PMH>"
        return try OAIPage(Array(text.utf8), url: "")
    }

    private func record(_ capabilities: String, status: String = "active", header: String = "") -> String {
        """
        <record><header\(header)/><metadata><ri:Resource xmlns:ri="r" status="\(status)"><title> A
         b</title><identifier>ivo://a/b</identifier>\(capabilities)</ri:Resource></metadata></record>
        """
    }

    private let standard = "standardID=\"ivo://ivoa.net/std/ExecutionBroker#v1.0\""

    @Test func recordsOfARealRegistry() throws {
        let page = try OAIPage(Array(Recorded.records.utf8), url: "")
        #expect(
            page.services == [
                ListedService(
                    ivoid: "ivo://x-test.broker/rr/q/exec", title: "Test Execution Broker",
                    url: "http://127.0.0.1:8090/broker", standardID: "ivo://ivoa.net/std/ExecutionBroker#v1.0")
            ])
        #expect(page.resumption == nil)
    }

    @Test func pagesGoOn() throws {
        let page = try page("", "<resumptionToken cursor=\"0\"> a+b/c= </resumptionToken>")
        #expect(page.resumption == "a+b/c=")
        #expect(
            OAIPage.url(of: "http://reg/oai", after: page.resumption)
                == "http://reg/oai?verb=ListRecords&resumptionToken=a%2Bb/c%3D")
        #expect(
            OAIPage.url(of: "http://reg/oai", after: nil)
                == "http://reg/oai?verb=ListRecords&metadataPrefix=ivo_vor&set=ivo_managed")
        #expect(try self.page("", "<resumptionToken/>").resumption == nil)
    }

    @Test func interfacesAndWhoTheyLetIn() throws {
        let page = try page(
            record(
                """
                <capability \(standard)><interface role="std"><accessURL use="base"> https://a/1/ </accessURL>
                <securityMethod/><securityMethod standardID="x"/></interface>
                <interface><accessURL>https://a/2</accessURL></interface></capability>
                <capability \(standard)><interface><accessURL>https://a/3</accessURL><securityMethod standardID="y"/>
                </interface><interface><accessURL/></interface></capability>
                <capability standardID="ivo://ivoa.net/std/TAP"><interface>
                <accessURL>https://a/4</accessURL></interface></capability><capability/>
                """))
        #expect(page.services.map(\.url) == ["https://a/1", "https://a/3"])
        #expect(page.services.map(\.securityMethods) == [["x"], ["y"]])
        #expect(page.services.map(\.isOpen) == [true, false])
        #expect(page.services.map(\.title) == ["A b", "A b"])
    }

    @Test func whatIsNoLongerThere() throws {
        let capability = "<capability \(standard)><interface><accessURL>https://a</accessURL></interface></capability>"
        #expect(try page(record(capability)).services.count == 1)
        #expect(try page(record(capability, status: "deleted")).services.isEmpty)
        #expect(try page(record(capability, status: "inactive")).services.isEmpty)
        #expect(try page(record(capability, header: " status=\"deleted\"")).services.isEmpty)
    }

    @Test func whatItRefuses() throws {
        let error = failure(Recorded.noFormat)
        #expect(error?.code == .refused)
        #expect(
            error?.message == "The registry at http://reg/oai refuses: cannotDisseminateFormat: nope metadata are not "
                + "supported")
        let none = "<OAI-PMH><error code=\"noRecordsMatch\">None.</error></OAI-PMH>"
        #expect(try OAIPage(Array(none.utf8), url: "").services.isEmpty)
    }

    @Test(arguments: [
        ("<html/>", "it sends an element html in place of OAI-PMH"), ("<OAI-PMH/>", "it sends no list of records"),
        ("nothing", "it sends no XML that can be read"),
    ])
    func whatIsNoPage(_ text: String, _ what: String) {
        #expect(failure(text)?.code == .broken)
        #expect(
            failure(text)?.message == "The registry at http://reg/oai did not answer as a registry does: \(what).")
    }
}
