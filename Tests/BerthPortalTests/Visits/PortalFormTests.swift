import BerthHTTP
import Testing

@testable import BerthPortal

struct PortalFormTests {
    private func request(_ body: String, _ type: String? = "application/x-www-form-urlencoded") -> HTTPRequest {
        var request = HTTPRequest(method: .post, target: RequestTarget(segments: []), body: Array(body.utf8))
        request.headers["Content-Type"] = type
        return request
    }

    @Test func fieldsAsBrowsersSendThem() throws {
        let form = try PortalForm(reading: request("a=1+2&b=%C3%A9%0D%0A&a=3&c"))
        #expect(form["a"] == "1 2")
        #expect(form["b"] == "é\r\n")
        #expect(form["c"] == "")
        #expect(form["d"] == nil)
        #expect(form.all("a") == ["1 2", "3"])
        #expect(try PortalForm(reading: request("", nil)).fields.isEmpty)
    }

    @Test func theMostFieldsAndOneBeyond() throws {
        let most = Array(repeating: "a=1", count: PortalForm.fieldLimit)
        #expect(try PortalForm(reading: request(most.joined(separator: "&"))).fields.count == PortalForm.fieldLimit)
        let error = #expect(throws: PortalError.self) {
            try PortalForm(reading: request((most + ["a=1"]).joined(separator: "&")))
        }
        #expect(error?.code == .tooLarge)
    }

    @Test(
        arguments: [
            ("a=%00", "application/x-www-form-urlencoded"), ("a=%zz", "application/x-www-form-urlencoded"),
            ("{}", "application/json"), ("{}", nil),
        ] as [(String, String?)])
    func whatIsNoForm(_ body: String, _ type: String?) {
        let error = #expect(throws: PortalError.self) { try PortalForm(reading: request(body, type)) }
        #expect(error?.code == .badForm)
    }
}
