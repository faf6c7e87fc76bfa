import Testing

@testable import BerthPython

@Suite struct WorkerHelloTests {
    @Test func `one of this protocol can be spoken to`() {
        var hello = WorkerHello()
        #expect(hello.problem == "its first line is not that of a worker")
        (hello.berth, hello.protocol) = ("worker", 1)
        #expect(hello.problem == nil)
        hello.protocol = 0
        #expect(
            hello.problem == "it speaks protocol 0, and 1 is known here; use the package of this release")
    }
}
