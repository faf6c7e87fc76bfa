import Testing

@testable import BerthBroker

struct PlatformChoiceTests {
    @Test func `All, only some, and all but some`() {
        #expect(PlatformChoice.all.includes("a"))
        let some = PlatformChoice(only: ["a", "b"], without: ["b"])
        #expect(some.includes("a"))
        #expect(!some.includes("b"))
        #expect(!some.includes("c"))
        #expect(PlatformChoice(without: ["b"]).includes("c"))
    }
}
