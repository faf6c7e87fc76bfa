import Testing

@testable import BerthRegistry

struct RegTAPQueryTests {
    private let query = RegTAPQuery(asksWhoMay: true)

    @Test func theURLHoldsTheQuestion() {
        let url = query.url(of: "http://reg/tap/", most: 7)
        #expect(
            url.hasPrefix(
                "http://reg/tap/sync?REQUEST=doQuery&LANG=ADQL&MAXREC=7&RESPONSEFORMAT="
                    + "application/x-votable%2Bxml%3Bserialization%3DTABLEDATA&QUERY=SELECT%20r.ivoid%2C"))
        #expect(url.utf8.allSatisfy { $0 > 32 && $0 < 127 && $0 != UInt8(ascii: "'") })
        #expect(query.text.contains("authenticated_only"))
        #expect(!RegTAPQuery(asksWhoMay: false).text.contains("authenticated_only"))
    }

    @Test func rowsAreServices() throws {
        let table = try VOTable(Array(Recorded.services.utf8), url: "")
        let services = RegistryListing(try query.services(of: table, url: ""), isWhole: true).services
        #expect(
            services == [
                ListedService(
                    ivoid: "ivo://site.one/broker", title: "Site One <&>", url: "http://127.0.0.1:8091",
                    standardID: "ivo://ivoa.net/std/executionbroker#v1.0"),
                ListedService(
                    ivoid: "ivo://site.two/broker", title: "Zwei ?", url: "https://two.example.org/berth",
                    standardID: "ivo://ivoa.net/std/executionbroker#v1.0",
                    securityMethods: ["ivo://ivoa.net/sso#OAuth", "ivo://ivoa.net/sso#BasicAA"], isOpen: false),
            ])
    }

    /// Who is let in, by `authenticated_only` (nil: no such column) and the method.
    @Test(
        arguments: [
            ("0", "", true), ("0", "x", true), ("1", "", false), ("1", "x", false), ("", "", true), ("", "x", false),
            (nil, "", true), (nil, "x", false),
        ] as [(String?, String, Bool)])
    func whoIsLetIn(_ only: String?, _ method: String, _ isOpen: Bool) throws {
        let columns = ["ivoid", "res_title", "standard_id", "access_url", "security_method"]
        let names = only == nil ? columns : columns + ["authenticated_only"]
        let cells = ["ivo://a", "", ListedService.standard, "https://a", method] + (only.map { [$0] } ?? [])
        let text =
            "<VOTABLE><RESOURCE><TABLE>" + names.map { "<FIELD name='\($0)'/>" }.joined()
            + "<DATA><TABLEDATA><TR>" + cells.map { "<TD>\($0)</TD>" }.joined()
            + "</TR></TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>"
        let services = try query.services(of: try VOTable(Array(text.utf8), url: ""), url: "")
        #expect(services.map(\.isOpen) == [isOpen])
        #expect(services.first?.title == nil)
    }

    @Test func columnsThatAreMissing() throws {
        let table = try VOTable(Array(Recorded.cut.utf8), url: "")
        #expect {
            try query.services(of: table, url: "http://reg")
        } throws: { error in
            (error as? RegistryError)?.code == .broken
                && (error as? RegistryError)?.message
                    == "The registry at http://reg sends a table without the columns that it was asked for."
        }
    }
}
