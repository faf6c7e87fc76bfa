import Testing

@testable import BerthSoftware

struct SoftwareErrorTests {
    @Test func saysItsCause() {
        let error = SoftwareError(.brokenReply, "The catalogue answers nonsense.", cause: "line 1")
        #expect("\(error)" == "The catalogue answers nonsense. (line 1)")
    }
}
