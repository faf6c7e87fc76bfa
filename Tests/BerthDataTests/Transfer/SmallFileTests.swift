import BerthHTTP
import BerthPlatform
import Testing

@testable import BerthData

@Suite struct SmallFileTests {
    private let text = "ten bytes."

    private func withServer(_ body: (String) async throws -> Void) async throws {
        let text = text
        let server = try HTTPServer(HTTPServerSettings()) { request in
            switch request.path {
            case "/file": HTTPResponse(.ok, contentType: "text/plain", body: Array(text.utf8))
            case "/moved": HTTPResponse(303, headers: ["Location": "/file"])
            case "/inside": HTTPResponse(303, headers: ["Location": "http://127.0.0.2/file"])
            case "/forbidden": HTTPResponse(403)
            default: HTTPResponse(.notFound)
            }
        }
        do { try await body("http://127.0.0.1:\(server.port)") } catch { Issue.record(error) }
        await server.stop()
    }

    private func file(bytes: Int64 = 10) -> SmallFile {
        let rule = AddressRule(allowed: [AddressRange("127.0.0.1")].compactMap { $0 })
        return SmallFile("notebook", bytes: bytes, seconds: 5, rule)
    }

    @Test("what stands there is fetched whole, also where the address leads on")
    func fetched() async throws {
        try await withServer { origin in
            for path in ["/file", "/moved"] {
                let bytes = try await file().fetch(origin + path)
                #expect(bytes == Array(text.utf8))
            }
        }
    }

    @Test("one byte more than is allowed, and places inside the site, are refused")
    func bounds() async throws {
        try await withServer { origin in
            let large = await #expect(throws: PlatformError.self) { try await file(bytes: 9).fetch(origin + "/file") }
            #expect(large?.code == .overLimit)
            let inside = await #expect(throws: PlatformError.self) { try await file().fetch(origin + "/inside") }
            #expect(inside?.code == .refused)
        }
    }

    @Test(
        "a status that says no is told without what may be secret",
        arguments: [("/missing", PlatformError.Code.notFound, 404), ("/forbidden", .refused, 403)])
    func status(_ path: String, _ code: PlatformError.Code, _ status: Int) async throws {
        try await withServer { origin in
            let error = await #expect(throws: PlatformError.self) { try await file().fetch(origin + path + "?key=x") }
            #expect(error?.code == code)
            #expect(error?.message == "There is no notebook at \(origin)\(path) (status \(status)).")
        }
    }
}
