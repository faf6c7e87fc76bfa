import Testing

@testable import BerthJupyterHub

struct HubScopesTests {
    @Test func whatIsMissingIsNamedWithItsReason() {
        let enough = ["read:users!user=a", "start:servers", "delete:servers", "access:servers!user=a", "tokens!user=a"]
        #expect(HubScopes(all: enough).missing(makesUsers: false) == [])
        #expect(HubScopes(all: enough).missing(makesUsers: true) == ["admin:users to make users who are not there"])
        #expect(
            HubScopes(all: ["list:users", "read:users"]).missing(makesUsers: false) == [
                "start:servers to start servers", "delete:servers to stop servers",
                "access:servers to put notebooks on servers, and to let sessions open them",
                "tokens to make the tokens of sessions",
            ])
        #expect(HubScopes().missing(makesUsers: true) == [])
    }
}
