import BerthModel
import Testing

@testable import BerthPlatform

@Suite struct CallerTokensTests {
    private static let now = Instant(seconds: 1_800_000_000)

    @Test func `no token is kept where no platform wants any`() {
        let tokens = CallerTokens()
        tokens.keep("secret", of: "ada", until: nil, now: Self.now)
        #expect(tokens.token(of: "ada", now: Self.now) == nil)
        tokens.want()
        #expect(tokens.token(of: "ada", now: Self.now) == nil)
    }

    @Test func `the latest token of a person is known until it is over`() {
        let tokens = CallerTokens()
        tokens.want()
        let end = Self.now + TimeSpan(seconds: 60)
        tokens.keep("one", of: "ada", until: nil, now: Self.now)
        tokens.keep("two", of: "ada", until: end, now: Self.now)
        tokens.keep("three", of: "bob", until: nil, now: Self.now)
        #expect(tokens.token(of: "ada", now: Self.now) == "two")
        #expect(tokens.token(of: "eve", now: Self.now) == nil)
        #expect(tokens.token(of: "ada", now: end) == nil)
        #expect(tokens.token(of: "bob", now: Self.now + CallerTokens.usualLife) == nil)
    }

    @Test func `of more people than are known the one whose token is over first is forgotten`() {
        let tokens = CallerTokens()
        tokens.want()
        for number in 0...CallerTokens.most {
            let end = Self.now + TimeSpan(seconds: 1000 + Int64(number))
            tokens.keep("t\(number)", of: "p\(number)", until: end, now: Self.now)
        }
        #expect(tokens.token(of: "p0", now: Self.now) == nil)
        #expect(tokens.token(of: "p1", now: Self.now) == "t1")
        #expect(tokens.token(of: "p\(CallerTokens.most)", now: Self.now) == "t\(CallerTokens.most)")
    }
}
