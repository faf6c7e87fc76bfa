import Testing

@testable import BerthOpenStack

struct CloudFactsTests {
    private func found(_ wanted: String) -> CloudFacts.Found<String> {
        CloudFacts.find(
            wanted, "image", among: ["1 a", "2 b", "3 b", "4 1"], id: { String($0.prefix(1)) },
            name: { String($0.suffix(1)) })
    }

    @Test func byNameOrId() {
        #expect(found("a") == .here("1 a"))
        #expect(found("1") == .here("1 a"))
        #expect(found("c") == .missing("the cloud has no image c"))
        #expect(found("b") == .missing("the cloud has 2 images called b; the id tells which"))
        #expect(found("b").value == nil)
    }
}
