import BerthHTTP
import Foundation
import Testing

/// What is published validates against the schemas of the IVOA and of the Open Archives Initiative, as the distribution
/// has them (python3-gavo).
@Suite struct RegistrySchemasTests {
    private static let validator = """
        import sys
        sys.path.insert(0, sys.argv[1])
        import xsd
        xsd.check(sys.argv[2])
        """

    @Test(arguments: [false, true])
    func `every document is valid`(_ needsToken: Bool) async throws {
        let users = needsToken ? "users: [{name: ada, tokenSHA256: '\(String(repeating: "0", count: 64))'}]\n" : ""
        let site = try ServedBroker(
            "valid",
            RemoteSite.configuration + users + """
                publish:
                  authority: x-test.broker
                  title: A broker under test
                  shortName: TestBroker
                  description: Runs what tests ask for, & nothing <else>.
                  publisher: Tests
                  contact: {name: "Tester, T.", email: ops@example.org}
                  subjects: [virtual-observatories, "grid & cloud"]

                """)
        let client = HTTPClient()
        let folder =
            URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path + "/Registry"
        for path in [
            "/capabilities", "/availability", "/registry/record.xml", "/registry/oai?verb=Identify",
            "/registry/oai?verb=ListSets", "/registry/oai?verb=ListMetadataFormats", "/registry/oai",
            "/registry/oai?verb=ListIdentifiers&metadataPrefix=ivo_vor",
            "/registry/oai?verb=ListRecords&metadataPrefix=ivo_vor",
            "/registry/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=ivo://x-test.broker/berth",
        ] {
            let reply = try await client.send(HTTPClientRequest(.get, site.url + path))
            #expect(reply.status == .ok)
            let file = NSTemporaryDirectory() + "berth-valid-\(getpid())-\(UInt32.random(in: 0...(.max))).xml"
            defer { try? FileManager.default.removeItem(atPath: file) }
            try Data(reply.body).write(to: URL(fileURLWithPath: file))
            let result = try await runProgram(["/usr/bin/python3", "-c", Self.validator, folder, file])
            #expect(result.status == 0, "\(path): \(result.output)\n\(String(decoding: reply.body, as: UTF8.self))")
        }
    }
}
