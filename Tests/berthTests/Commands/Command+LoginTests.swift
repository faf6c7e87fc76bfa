import BerthModel
import Testing

@testable import BerthClient
@testable import berth

struct CommandLoginTests {
    private let one = OfferedIssuer(url: "https://a.example", audience: "me", clientID: "berth", scopes: [])
    private let other = OfferedIssuer(url: "https://b.example", audience: "me", clientID: nil, scopes: [])

    @Test func theOnlyIssuerOrTheOneThatIsNamed() throws {
        #expect(try Command.choice(of: [one], named: nil, at: "u") == one)
        #expect(try Command.choice(of: [one, other], named: "https://b.example", at: "u") == other)
    }

    @Test func whatCannotBeChosen() throws {
        func message(_ issuers: [OfferedIssuer], _ name: String? = nil) throws -> String? {
            try #require(throws: ProgramError.self) { try Command.choice(of: issuers, named: name, at: "u") }.message
        }
        #expect(
            try message([])
                == "u takes no tokens of OpenID providers: use it without a token, or ask who runs it for one.")
        #expect(
            try message([one, other])
                == "u takes tokens of several; name one: --issuer URL, of https://a.example, https://b.example.")
        #expect(
            try message([one], "https://c.example")
                == "u does not take tokens of https://c.example; it takes those of: https://a.example.")
        #expect(try message([], "x") == "u does not take tokens of x; it takes those of: nobody.")
    }

    @Test func aBrokerThatAsksNobody() async throws {
        try await Desk.during { desk in
            let run = await desk.berth("login")
            #expect(run.code == .usage)
            #expect(run.error.hasPrefix("berth: \(desk.url) takes no tokens of OpenID providers"))
            let out = await desk.berth("logout", environment: ["XDG_CONFIG_HOME": desk.folder.path])
            #expect(out.output == "You were not signed in at \(desk.url).\n")
        }
    }
}
