import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthOpenStack

struct CloudTokenTests {
    private static let reply = """
        {"token": {"expires_at": "2027-01-01T00:00:00.000000Z", "user": {"name": "berth"}, "project": {"name": "p"},
         "catalog": [
          {"type": "compute", "endpoints": [
            {"interface": "internal", "region": "R1", "url": "http://i1"},
            {"interface": "public", "region": "R2", "url": "http://p2/v2.1"},
            {"interface": "public", "region_id": "R1", "url": "http://p1/v2.1"}]},
          {"type": "block-storage", "endpoints": [{"interface": "public", "region": "R1", "url": "http://v/v3/p"}]}]}}
        """

    private func token(_ region: String?, _ interface: CloudInterface) throws -> CloudToken {
        let document = try Document.read(Array(Self.reply.utf8), as: .json)
        return try CloudToken("secret-token", document, region: region, interface: interface)
    }

    @Test func whereServicesAre() throws {
        #expect(try token("R1", .public).endpoint(.compute) == "http://p1/v2.1")
        #expect(try token(nil, .public).endpoint(.compute) == "http://p2/v2.1")
        #expect(try token("R1", .internal).endpoint(.compute) == "http://i1/v2.1")
        #expect(try token("R1", .public).endpoint(.volume) == "http://v/v3/p")
        #expect(try token("R2", .public).endpoint(.volume) == nil)
        #expect(try token("R1", .public).endpoint(.image) == nil)
    }

    @Test func itIsNeverPrinted() throws {
        let token = try token(nil, .public)
        #expect("\(token)" == "the token of berth until 2027-01-01T00:00:00Z")
    }

    @Test(arguments: ["{}", #"{"token": {}}"#, #"{"token": {"expires_at": "soon"}}"#])
    func whatIsNoToken(text: String) throws {
        let document = try Document.read(Array(text.utf8), as: .json)
        let error = #expect(throws: PlatformError.self) {
            try CloudToken("x", document, region: nil, interface: .public)
        }
        #expect(error?.code == .broken)
    }
}
