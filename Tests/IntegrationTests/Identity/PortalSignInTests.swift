import BerthDocument
import BerthHTTP
import Foundation
import Testing

/// The portal's sign-in at a real provider, walked over HTTP as a browser walks it.
@Suite(.serialized) struct PortalSignInTests {
    let provider: TestProvider
    let broker: ServedBroker

    init() async throws {
        provider = try TestProvider.shared.get()
        let port = TestCluster.freePort()
        let secret = NSTemporaryDirectory() + "berth-portal-secret-\(getpid())-\(port)"
        try "secret-of-the-portal\n".write(toFile: secret, atomically: true, encoding: .utf8)
        broker = try ServedBroker(
            "portal", port: port,
            """
            platforms: [{kind: scripted, name: dish, cores: 8, memory: 8}]
            issuers:
            - {url: "\(provider.issuer)", audience: "\(TestProvider.audience)", requiredScope: compute.create}
            portal:
              administrators: [/radio]
              signIn:
                issuer: "\(provider.issuer)"
                clientID: portal
                clientSecretFile: \(secret)

            """)
        try await provider.leadBack(to: broker.url)
    }

    /// From the portal to the provider, which knows who it is, and to the address that leads back.
    private func there(_ browser: TestBrowser, to path: String = "/portal/") async throws -> String {
        let page = try await browser.get(broker.url + "/portal/signin?to=\(path)")
        let link = "/portal/signin/begin?to="
        try #require(page.text.contains(link))
        let away = try await browser.get(broker.url + link + path)
        #expect(away.status == .seeOther)
        let address = try #require(away.headers["Location"])
        #expect(address.hasPrefix(provider.issuer + "/auth?response_type=code&client_id=portal&redirect_uri="))
        #expect(address.contains("&code_challenge_method=S256"))
        let back = try await browser.get(address + "&g_continue")
        return try #require(back.headers["Location"])
    }

    @Test func aPersonSignsInAndOut() async throws {
        let ada = try await provider.person("ada", client: "portal")
        // Who is not known is led to the sign-in, and comes back to where it began.
        let first = try await ada.get(broker.url + "/portal/platforms")
        #expect(first.headers["Location"] == "/portal/signin?to=%2Fportal%2Fplatforms")
        let back = try await there(ada, to: "%2Fportal%2Fplatforms")
        #expect(back.hasPrefix(broker.url + "/portal/signin/return?state=") && back.contains("&code="))
        let signedIn = try await ada.get(back)
        #expect(signedIn.status == .seeOther, "\(signedIn.text)")
        #expect(signedIn.headers["Location"] == "/portal/platforms")
        let cookie = try #require(signedIn.headers.values("Set-Cookie").first { $0.hasPrefix("berth-session=") })
        #expect(cookie.hasSuffix("; HttpOnly; SameSite=Lax"))
        #expect(cookie.contains("; Path=/; Max-Age=43200"))

        // Her name is on the page, and what she asks the broker she asks as herself.
        let platforms = try await ada.get(broker.url + "/portal/platforms")
        #expect(platforms.status == .ok)
        #expect(platforms.text.contains("<span>Ada</span>"))
        #expect(platforms.text.contains("dish"))

        // The sign-in outlives a restart; the word of the browser stands nowhere.
        broker.kill()
        try broker.start()
        #expect(try await ada.get(broker.url + "/portal/platforms").status == .ok)
        let word = try #require(await ada.cookie("berth-session"))
        let stored =
            try Data(contentsOf: URL(filePath: broker.folder + "/state/portal.db"))
            + ((try? Data(contentsOf: URL(filePath: broker.folder + "/state/portal.db-wal"))) ?? Data())
        #expect(stored.range(of: Data(word.utf8)) == nil)
        // Nor does anything stand there that would do for her without it.
        #expect(stored.range(of: Data("accessToken".utf8)) == nil)
        #expect(stored.range(of: Data("eyJ".utf8)) == nil)

        // The address that led back is good once.
        let again = try await ada.get(back)
        #expect(again.status == .forbidden)

        let guarded = try #require(platforms.text.split(separator: "name=\"guard\" value=\"").last).prefix {
            $0 != "\""
        }
        let out = try await ada.post(broker.url + "/portal/signin/out", "guard=\(guarded)")
        #expect(out.status == .ok)
        #expect(out.text.contains("\(provider.issuer)/end_session?client_id=portal"))
        #expect(await ada.cookie("berth-session") == nil)
        #expect(try await ada.get(broker.url + "/portal/platforms").status == .seeOther)
    }

    /// Somebody who makes another sign in as himself would see what the other does.
    @Test func aSignInBelongsToItsBrowser() async throws {
        let mallory = try await provider.person("grace", client: "portal")
        let back = try await there(mallory)
        let victim = TestBrowser()
        _ = try await victim.get(broker.url + "/portal/signin")
        let refused = try await victim.get(back)
        #expect(refused.status == .forbidden)
        #expect(refused.text.contains("This sign-in was not begun in this browser"))
        #expect(await victim.cookie("berth-session") == nil)
    }

    @Test func whatComesBackIsLookedAt() async throws {
        let ada = try await provider.person("ada", client: "portal")
        let state = { (address: String) in
            String(address.split(separator: "state=")[1].prefix { $0 != "&" })
        }
        // A code of nobody.
        var back = try await there(ada)
        let forged = try await ada.get(broker.url + "/portal/signin/return?code=x&state=\(state(back))")
        #expect(forged.status == .forbidden)
        // An error in place of a code, whatever stands in it.
        back = try await there(ada)
        let denied = try await ada.get(
            broker.url + "/portal/signin/return?error=%3Cscript%3E&state=\(state(back))")
        #expect(denied.status == .forbidden)
        #expect(denied.text.contains("It says: &lt;script&gt;."))
        // A code of another issuer.
        back = try await there(ada)
        let mixed = try await ada.get(back + "&iss=https%3A%2F%2Felsewhere.example.org")
        #expect(mixed.status == .forbidden)
        #expect(await ada.cookie("berth-session") == nil)
    }

    @Test func nobodyIsLedElsewhere() async throws {
        let ada = try await provider.person("ada", client: "portal")
        for place in ["https%3A%2F%2Fevil.example", "%2F%2Fevil.example", "%2Fportal%2F..%2F..%2F%2Fevil", "x"] {
            let back = try await there(ada, to: place)
            let led = try await ada.get(back).headers["Location"]
            #expect(led?.hasPrefix("/portal/") == true)
        }
    }
}
