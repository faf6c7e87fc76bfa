import BerthDocument
import Testing

@testable import BerthSoftware

struct SoftwareSummaryKeepingTests {
    @Test func comesBack() {
        let whole = SoftwareSummary(
            id: "1", title: "t", summary: "s", authors: ["a"], keywords: ["k", "l"], version: "v", license: "l",
            modified: "m")
        #expect(SoftwareSummary(whole.document) == whole)
        let bare = SoftwareSummary(id: "1", title: "t")
        #expect(SoftwareSummary(bare.document) == bare)
        #expect(SoftwareSummary(["id": "1"]) == nil)
    }
}
