import BerthPlatform
import Testing

@testable import BerthPython

@Suite struct WorkerErrorTests {
    @Test func `what is said at length is cut`() {
        var error = WorkerError()
        error.code = "refused"
        error.message = String(repeating: "a", count: 5000)
        error.subject = "the lab"
        #expect(error.error(of: "lab").message.count == 1000)
        #expect(error.error(of: "lab").subject == "the lab")
        #expect(error.whole.count == 1000)
    }

    @Test func `an error without a code is the plugin's`() {
        #expect(WorkerError().error(of: "lab").code == .broken)
    }
}
