import BerthModel
import BerthPlatform
import Testing

@testable import BerthIdentity

@Suite struct VerifiedTokensTests {
    private let person = KnownPerson(identity: Identity(subject: "ada"), expires: Instant(seconds: 100))

    @Test func oneIsKnownUntilItsTimeIsOver() {
        var tokens = VerifiedTokens()
        tokens.add([1], person)
        #expect(tokens.person([1], Instant(seconds: 99)) == person)
        #expect(tokens.person([1], Instant(seconds: 100)) == nil)
        #expect(tokens.person([2], Instant(seconds: 99)) == nil)
    }

    @Test func asManyAsAreKeptAndOneMore() {
        var tokens = VerifiedTokens()
        for index in 0..<VerifiedTokens.most { tokens.add([UInt8(index & 255), UInt8(index >> 8)], person) }
        #expect(tokens.count == 4096)
        tokens.add([1, 2, 3], person)
        #expect(tokens.count == 1)
        #expect(tokens.person([1, 2, 3], Instant(seconds: 0)) == person)
    }
}
