import BerthModel
import BerthPlatform
import Testing

@Suite struct WorkTests {
    @Test("storage comes first, then data, compute and the executable")
    func order() throws {
        let question = try Sample.container(
            """
            storage: [{kind: simple-storage-resource}]
            data: [{kind: simple-data-resource, location: x}]
            """)
        let plan = Plan(question, on: "here", cores: 1, memoryGibibytes: 1)
        #expect(
            Part.inOrder(of: plan).map(\.description) == [
                "storage[0]", "storage[1]", "data[0]", "compute", "executable",
            ])
    }

    @Test("exit code 0 is success, anything else says so")
    func outcomes() {
        #expect(Outcome.exited(0) == Outcome(isSuccess: true, exitCode: 0))
        let failed = Outcome.exited(42)
        #expect(!failed.isSuccess && failed.exitCode == 42)
        let message = failed.notes.first?.message(at: Sample.now)
        #expect(message?.message == "The program ended with exit code 42.")
        #expect(message?.level == .error)
        #expect(message?.time == Sample.now)
    }
}
