import BerthHTTP
import Testing

@testable import BerthRegistry

struct SiteProbeTests {
    private let probe = SiteProbe(client: HTTPClient(), instance: "0000-me")

    private func look(_ url: String, _ addresses: [String] = ["127.0.0.0/8"]) async -> SiteProbe.Outcome {
        var settings = RegistrySettings()
        settings.addresses = addresses
        return await probe.look(
            at: ListedService(ivoid: "", title: nil, url: url, standardID: ""), settings)
    }

    @Test func whoeverAnswersIsThere() async throws {
        let site = try StubRegistry { _ in
            HTTPResponse(
                .ok, contentType: "application/json", body: Array(#"{"status":"PASS","instance":"other"}"#.utf8))
        }
        #expect(await look(site.url + "/berth") == .answers)
        #expect(site.asked.map(\.path) == ["/berth/health"])
        // Other brokers do not know the call.
        site.answer { _ in HTTPResponse(.notFound) }
        #expect(await look(site.url) == .answers)
        site.answer { _ in HTTPResponse(.unauthorized) }
        #expect(await look(site.url) == .answers)
        site.answer { _ in HTTPResponse(.unavailable, body: Array(#"{"status":"FAIL"}"#.utf8)) }
        #expect(await look(site.url) == .answers)
        await site.server.stop()
    }

    @Test func thisServiceItselfUnderAnotherURL() async throws {
        let site = try StubRegistry { _ in
            HTTPResponse(.ok, body: Array(#"{"status":"PASS","version":"1","instance":"0000-me"}"#.utf8))
        }
        #expect(await look(site.url) == .isItself)
        await site.server.stop()
    }

    @Test func whoDoesNotAnswer() async throws {
        let site = try StubRegistry { _ in HTTPResponse(.unavailable, body: Array("down".utf8)) }
        let url = site.url
        #expect(await look(url) == .silent("It answers with status 503."))
        #expect(
            await look(url, [])
                == .silent(
                    "Its name stands for an address inside this site; the registry's key addresses can allow it."))
        site.answer { _ in HTTPResponse(.ok, body: [UInt8](repeating: 32, count: 1 << 19)) }
        #expect(await look(url) == .silent("It does not answer as a service of the web does."))
        await site.server.stop()
        #expect(await look(url) == .silent("It cannot be reached."))
    }
}
