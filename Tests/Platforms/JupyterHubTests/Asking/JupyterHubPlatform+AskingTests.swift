import BerthPlatform
import Testing

@testable import BerthJupyterHub

struct JupyterHubPlatformAskingTests {
    @Test("whose server a session is")
    func users() {
        var settings = JupyterHubSettings()
        settings.user = "shared"
        #expect(JupyterHubPlatform.user(for: Identity(subject: "Ada"), settings) == "shared")
        settings.users = .asker
        #expect(JupyterHubPlatform.user(for: Identity(subject: "ada"), settings) == "ada")
        // Two people must not become one.
        #expect(JupyterHubPlatform.user(for: Identity(subject: "Ada"), settings) == nil)
        #expect(JupyterHubPlatform.user(for: Identity(subject: ".."), settings) == nil)
        #expect(JupyterHubPlatform.user(for: .anonymous, settings) == nil)
        #expect(JupyterHubPlatform.user(for: Identity(subject: "a/../admin"), settings) == nil)
        #expect(JupyterHubPlatform.user(for: Identity(subject: "https://issuer.example/1"), settings) == nil)
    }
}
