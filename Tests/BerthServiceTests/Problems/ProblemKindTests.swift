import BerthHTTP
import Testing

@testable import BerthService

@Suite struct ProblemKindTests {
    @Test func everyTypeHasANameAndATitleOfItsOwn() {
        #expect(Set(ProblemKind.allCases.map(\.uri)).count == ProblemKind.allCases.count)
        #expect(Set(ProblemKind.allCases.map(\.title)).count == ProblemKind.allCases.count)
    }

    /// Programs tell problems apart by these: they never change.
    @Test(arguments: [
        (ProblemKind.unreadableBody, "https://www.purl.org/berth/problems/v1.0/unreadable-body", 400),
        (.wrongMembers, "https://www.purl.org/berth/problems/v1.0/wrong-members", 400),
        (.notIdentified, "https://www.purl.org/berth/problems/v1.0/not-identified", 401),
        (.wrongPhase, "https://www.purl.org/berth/problems/v1.0/wrong-phase", 409),
        (.expired, "https://www.purl.org/berth/problems/v1.0/expired", 410),
        (.keyReused, "https://www.purl.org/berth/problems/v1.0/key-reused", 422),
        (.keyBusy, "https://www.purl.org/berth/problems/v1.0/key-busy", 409),
    ])
    func someTypes(_ kind: ProblemKind, _ uri: String, _ status: Int) {
        #expect(kind.uri == uri)
        #expect(kind.status.code == status)
    }

    /// Only what the service cannot do is a 5xx.
    @Test func whatAClientSendsIsNeverAServersFault() {
        #expect(ProblemKind.allCases.filter { $0.status.code >= 500 } == [.broken, .unavailable])
    }
}
