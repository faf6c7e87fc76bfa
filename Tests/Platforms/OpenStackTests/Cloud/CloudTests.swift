import BerthDocument
import BerthHTTP
import BerthModel
import BerthPlatform
import Testing

@testable import BerthOpenStack

struct CloudTests {
    /// Of what the cloud answers, what the platform makes of it.
    private func told(_ answer: @escaping @Sendable (HTTPRequest, Int) async -> HTTPResponse) async throws
        -> Silence?
    {
        let wrong = try WrongCloud(answer)
        let platform = try OpenStackPlatform(wrong.settings) { _ in "secret" }
        var request = ExecutionRequest()
        var script = BatchScript()
        script.script = "true"
        request.executable = .batchScript(script)
        let question = Question(request, asker: .anonymous, now: Instant(seconds: 0), defaults: .init()) {
            UUID(random: 0, 1)
        }
        guard case .silence(let silence) = await platform.canIDoThis(question) else { return nil }
        return silence
    }

    @Test func aCloudThatHangsIsTooSlow() async throws {
        let told = try await told { _, _ in
            try? await Task.sleep(for: .seconds(60))
            return HTTPResponse(.ok)
        }
        let silence = try #require(told)
        #expect(silence.reason == .tooSlow)
        #expect(silence.message == "The cloud did not answer in time.")
        #expect(silence.detail?.hasPrefix("Keystone: ") == true)
    }

    @Test func aCloudThatAnswersSomethingElseIsBroken() async throws {
        let told = try await told { _, _ in
            HTTPResponse(.created, contentType: "text/html", body: Array("<h1>Welcome</h1>".utf8))
        }
        let silence = try #require(told)
        #expect(silence.reason == .brokenReply)
        #expect(silence.detail == "Keystone gave no token, or none with an end")
    }

    @Test func aCloudThatIsAwayIsUnreachable() async throws {
        let told = try await told { _, _ in HTTPResponse(.unavailable) }
        let silence = try #require(told)
        #expect(silence.reason == .unreachable)
        #expect(silence.message == "The cloud cannot answer now.")
    }

    @Test func aServiceThatIsNotThereIsNamed() async throws {
        let told = try await told { request, _ in
            request.path.hasSuffix("tokens")
                ? WrongCloud.token("t", expires: "2999-01-01T00:00:00Z") : HTTPResponse(.ok)
        }
        let silence = try #require(told)
        #expect(silence.reason == .unreachable)
    }

    @Test func valuesOfQueries() {
        #expect("a b/ü~1".percentEncoded == "a%20b%2F%C3%BC~1")
    }
}
