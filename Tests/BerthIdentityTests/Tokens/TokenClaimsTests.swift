import BerthDocument
import BerthModel
import Testing

@testable import BerthIdentity

@Suite struct TokenClaimsTests {
    private func claims(_ members: DocumentMembers) -> TokenClaims { TokenClaims(members: members) }

    @Test(
        arguments: [
            (["wlcg.groups": ["/a", "/a/b"]], nil, ["/a", "/a/b"]),
            (["wlcg.groups": "/a, /a/b,"], nil, ["/a", "/a/b"]),
            (["wlcg.groups": ["/a"], "groups": ["b"]], nil, ["/a"]),
            (["groups": ["b"]], nil, ["b"]),
            (["groups": .null], nil, []),
            ([:], nil, []),
            (["roles": ["x"], "groups": ["b"]], "roles", ["x"]),
            (["realm_access": ["roles": ["x"]]], "realm_access.roles", ["x"]),
            (["groups": ["b"]], "roles", []),
        ] as [(DocumentMembers, String?, [String])])
    func groups(_ members: DocumentMembers, _ claim: String?, _ groups: [String]) throws {
        #expect(try claims(members).groups(claim) == groups)
    }

    @Test(arguments: [[1], ["a": "b"], ["a", .null], 1, [""], ["a\nb"], true] as [Document])
    func whatAreNoGroups(_ value: Document) async {
        await refused(.malformed, "The groups of the token (groups) are no list of names.") {
            _ = try claims(["groups": value]).groups(nil)
        }
    }

    @Test func asManyGroupsAsAreReadAndOneMore() async throws {
        let full = (0..<TokenClaims.mostGroups).map { Document.text("g\($0)") }
        #expect(try claims(["groups": .list(full)]).groups(nil).count == 512)
        await refused(.tooLarge, "The token names 513 groups, and 512 are the most that are read.") {
            _ = try claims(["groups": .list(full + ["x"])]).groups(nil)
        }
    }

    @Test func scopesAndAudiences() {
        #expect(claims(["scope": "a  b", "aud": "x"]).scopes == ["a", "b"])
        #expect(claims(["scope": ["a", "b"]]).scopes == ["a", "b"])
        #expect(claims([:]).scopes == [])
        #expect(claims(["aud": "x"]).audiences == ["x"])
        #expect(claims(["aud": ["x", "y"]]).audiences == ["x", "y"])
        #expect(claims(["aud": ["x", 1]]).audiences == [])
    }

    @Test func times() async throws {
        #expect(try claims(["exp": 12]).time("exp") == Instant(seconds: 12))
        #expect(try claims(["exp": 12.5]).time("exp") == Instant(milliseconds: 12_500))
        #expect(try claims([:]).time("exp") == nil)
        for value in ["12", 1e12, .null] as [Document] {
            await refused(.malformed, "The token says exp, and it is no number of seconds.") {
                _ = try claims(["exp": value]).time("exp")
            }
        }
    }
}
