import BerthDocument
import BerthHTTP
import BerthPlatform
import Synchronization
import Testing

@testable import BerthOpenStack

/// A cloud that answers what is wrong: what a real one does not do when it is asked to.
final class WrongCloud: Sendable {
    let server: HTTPServer
    let asked = Mutex<[String]>([])

    init(_ answer: @escaping @Sendable (HTTPRequest, Int) async -> HTTPResponse) throws {
        let handler = Mutex<(@Sendable (HTTPRequest) async -> HTTPResponse)?>(nil)
        server = try HTTPServer(HTTPServerSettings()) { request in
            await handler.withLock { $0 }?(request) ?? HTTPResponse(.notFound)
        }
        handler.withLock {
            $0 = { [weak self] request in
                let count = self?.asked.withLock { asked in
                    asked.append("\(request.method) \(request.path)")
                    return asked.count
                }
                return await answer(request, count ?? 0)
            }
        }
    }

    var settings: OpenStackSettings {
        var settings = OpenStackSettings()
        settings.authURL = "http://127.0.0.1:\(server.port)"
        settings.applicationCredential = "id"
        settings.image = "image"
        settings.callSeconds = 1
        settings.stateDirectory = "/nowhere"
        return settings
    }

    static func token(_ text: String, expires: String, url: String = "http://127.0.0.1:1") -> HTTPResponse {
        let body =
            "{\"token\": {\"expires_at\": \"\(expires)\", \"user\": {\"name\": \"u\"}, \"project\": {\"name\": \"p\"},"
            + " \"catalog\": [{\"type\": \"compute\","
            + " \"endpoints\": [{\"interface\": \"public\", \"url\": \"\(url)\"}]}]}}"
        var response = HTTPResponse(.created, contentType: "application/json", body: Array(body.utf8))
        response.headers["X-Subject-Token"] = text
        return response
    }

    func cloud() -> Cloud { Cloud(settings) { $0 == "OS_APPLICATION_CREDENTIAL_SECRET" ? "very secret" : nil } }
}

struct CloudTokensTests {
    @Test func aTokenIsAskedForOnceAndKept() async throws {
        let cloud = try WrongCloud { _, count in WrongCloud.token("t\(count)", expires: "2999-01-01T00:00:00Z") }
        let tokens = cloud.cloud().tokens
        let texts = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<8 { group.addTask { try await tokens.token().text } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(texts == ["t1"])
        #expect(cloud.asked.withLock { $0 } == ["POST /v3/auth/tokens"])
    }

    @Test func aTokenThatEndsSoonIsRenewed() async throws {
        let cloud = try WrongCloud { _, count in
            WrongCloud.token("t\(count)", expires: count == 1 ? "2020-01-01T00:00:00Z" : "2999-01-01T00:00:00Z")
        }
        let tokens = cloud.cloud().tokens
        #expect(try await tokens.token().text == "t1")
        #expect(try await tokens.token().text == "t2")
        #expect(try await tokens.token().text == "t2")
        #expect(try await tokens.token(after: "t2").text == "t3")
        #expect(try await tokens.token(after: "t2").text == "t3")
    }

    @Test func aServiceThatDoesNotTakeItIsAskedOnceMoreWithAnother() async throws {
        let place = Mutex("")
        let cloud = try WrongCloud { request, count in
            if request.path.hasSuffix("tokens") {
                return WrongCloud.token("t\(count)", expires: "2999-01-01T00:00:00Z", url: place.withLock { $0 })
            }
            return request.headers["X-Auth-Token"] == "t1"
                ? HTTPResponse(.unauthorized)
                : HTTPResponse(.ok, contentType: "application/json", body: Array("{\"a\": 1}".utf8))
        }
        place.withLock { $0 = "http://127.0.0.1:\(cloud.server.port)" }
        #expect(try await cloud.cloud().done(.compute, .get, "/limits")["a"] == 1)
        #expect(
            cloud.asked.withLock { $0 } == [
                "POST /v3/auth/tokens", "GET /v2.1/limits", "POST /v3/auth/tokens", "GET /v2.1/limits",
            ])
    }

    @Test func credentialsThatAreNotTakenAndNothingSecretIsSaid() async throws {
        let cloud = try WrongCloud { _, _ in
            HTTPResponse(
                .unauthorized, contentType: "application/json",
                body: Array("{\"error\": {\"code\": 401, \"message\": \"no such credential\"}}".utf8))
        }
        await #expect { try await cloud.cloud().tokens.token() } throws: { error in
            let error = error as? PlatformError
            #expect(error?.fullDescription.contains("very secret") == false)
            return error?.code == .refused && error?.message == "The cloud does not let the broker in."
                && error?.detail?.hasSuffix("answered with status 401: no such credential") == true
        }
    }

    @Test func bodies() {
        var settings = OpenStackSettings()
        settings.applicationCredential = "id"
        #expect(
            CloudTokens.body(settings, secret: "s").asJSON
                == #"{"auth":{"identity":{"methods":["application_credential"],"application_credential":"#
                + #"{"id":"id","secret":"s"}}}}"#)
        settings.applicationCredential = nil
        settings.user = "u"
        settings.project = "p"
        #expect(
            CloudTokens.body(settings, secret: "s").asJSON
                == #"{"auth":{"identity":{"methods":["password"],"password":{"user":{"name":"u","domain":"#
                + #"{"name":"Default"},"password":"s"}}},"#
                + #""scope":{"project":{"name":"p","domain":{"name":"Default"}}}}}"#
        )
        #expect(CloudTokens.address("http://k/identity/") == "http://k/identity/v3")
        #expect(CloudTokens.address("http://k/v3") == "http://k/v3")
    }
}
