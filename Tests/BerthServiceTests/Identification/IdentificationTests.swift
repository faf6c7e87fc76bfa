import BerthHTTP
import BerthIdentity
import BerthModel
import BerthPlatform
import Testing

@testable import BerthService

/// The SHA-256 of `test` and of `secret`, as sha256sum writes them.
enum Tokens {
    static let test = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    static let secret = "2BB80D537B1DA3E38BD30361AA855686BDE0EACD7162FEF6A25FE97BF527A25B"
    static let users = [
        Identification.User(subject: "ada", groups: ["radio", "radio", "optical"], tokenSHA256: test),
        Identification.User(subject: "grace", tokenSHA256: secret),
    ]
}

@Suite struct IdentificationTests {
    private func identify(_ fields: String...) async throws -> Identity {
        var headers: HTTPHeaders = [:]
        for field in fields { headers.add("Authorization", field) }
        let known = try Identification(users: Tokens.users)
        let (atOnce, inTheEnd) = (
            refusal { try known.check(headers) }, await refusal { try await known.identity(headers) }
        )
        // What is refused before the body is refused after it, and the other way round.
        #expect(atOnce == inTheEnd)
        return try await known.identity(headers)
    }

    private func refusal(_ body: () throws -> Void) -> Refusal? {
        do { try body() } catch { return error as? Refusal }
        return nil
    }

    private func refusal(_ body: () async throws -> Identity) async -> Refusal? {
        do { _ = try await body() } catch { return error as? Refusal }
        return nil
    }

    @Test func everybodyIsTheSameWithoutUsers() async throws {
        #expect(Identification.everybody.knowsNobody)
        #expect(try await Identification.everybody.identity(["Authorization": "Basic eA=="]) == .anonymous)
        #expect(try Identification(users: []).knowsNobody)
    }

    @Test(arguments: ["Bearer test", "bearer test", "BEARER  test"])
    func aTokenNamesItsUser(_ field: String) async throws {
        #expect(try await identify(field) == Identity(subject: "ada", groups: ["optical", "radio"]))
    }

    @Test func digestsMayBeInCapitals() async throws {
        #expect(try await identify("Bearer secret").subject == "grace")
    }

    @Test(arguments: [
        ("Bearer wrong", "The token is not known here.", "Bearer realm=\"berth\", error=\"invalid_token\""),
        ("Bearer", "Authorization must be the word Bearer, a blank, and your token.", "Bearer realm=\"berth\""),
        ("Basic dGVzdA==", "Authorization must be the word Bearer, a blank, and your token.", "Bearer realm=\"berth\""),
        (
            "Bearer test test", "Authorization must be the word Bearer, a blank, and your token.",
            "Bearer realm=\"berth\""
        ),
        ("", "Authorization must be the word Bearer, a blank, and your token.", "Bearer realm=\"berth\""),
    ])
    func othersAreNotKnown(_ field: String, _ detail: String, _ challenge: String) async throws {
        let refusal = try await #require(throws: Refusal.self) { try await identify(field) }
        #expect(refusal.kind == .notIdentified)
        #expect(refusal.detail == detail)
        #expect(refusal.headers["WWW-Authenticate"] == challenge)
    }

    @Test func nobodyIsNotKnown() async throws {
        let refusal = try await #require(throws: Refusal.self) { try await identify() }
        #expect(refusal.detail == "Say who you are: Authorization: Bearer, and your token.")
    }

    @Test func twoTokensAreNone() async {
        await #expect(throws: Refusal.self) { try await identify("Bearer test", "Bearer secret") }
    }

    @Test(arguments: [
        (
            [Identification.User(subject: "ada", tokenSHA256: "12")],
            "The user ada needs the SHA-256 of a token, in 64 hexadecimal digits: printf %s \"$TOKEN\" | sha256sum"
        ),
        (
            [Identification.User(subject: "ada", tokenSHA256: String(repeating: "x", count: 64))],
            "The user ada needs the SHA-256 of a token, in 64 hexadecimal digits: printf %s \"$TOKEN\" | sha256sum"
        ),
        ([Identification.User(subject: "", tokenSHA256: Tokens.test)], "A user has no name; give each one."),
        (
            [
                Identification.User(subject: "ada", tokenSHA256: Tokens.test),
                Identification.User(subject: "bob", tokenSHA256: Tokens.test.uppercased()),
            ], "The users ada and bob have the same token; give each its own."
        ),
    ])
    func wrongUsersAreRefused(_ users: [Identification.User], _ message: String) throws {
        let error = try #require(throws: ServiceError.self) { try Identification(users: users) }
        #expect(error.code == .badUser)
        #expect(error.message == message)
    }

    /// A token that names an issuer, and is not signed.
    private static let ofAnIssuer = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2EuZXhhbXBsZSJ9.AA"

    @Test func whatIssuersAreToldOf() async throws {
        let settings = IssuerSettings(url: "https://a.example", audience: "me")
        let issuers = try TrustedIssuers([settings]) { Instant(seconds: 0) }
        var known = try Identification(users: [], issuers: issuers)
        known.describedAt = "https://b.example/x"
        #expect(!known.knowsNobody && !known.hasUsers)
        let challenge =
            "Bearer realm=\"berth\", issuer=\"https://a.example\", resource_metadata=\"https://b.example/x\""
        for (token, detail) in [
            ("secret", "The token is not known here."),
            ("a.b.c", "The token is not a JSON Web Token: it is not three parts of base64url with dots between them."),
            // {"alg":"RS256"} and {"iss":"https://b.example"}
            (
                "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL2IuZXhhbXBsZSJ9.AA",
                "The token is from an issuer that is not trusted here."
            ),
            (
                Self.ofAnIssuer,
                "The token was made for somebody else; ask https://a.example for one with the audience me."
            ),
        ] {
            let headers: HTTPHeaders = ["Authorization": "Bearer \(token)"]
            let said = await refusal { try await known.identity(headers) }
            #expect(said?.detail == detail)
            #expect(said?.headers["WWW-Authenticate"] == challenge + ", error=\"invalid_token\"")
            #expect(said == refusal { try known.check(headers) })
        }
        let silent = await refusal { try await known.identity([:]) }
        #expect(silent?.headers["WWW-Authenticate"] == challenge)
    }
}
