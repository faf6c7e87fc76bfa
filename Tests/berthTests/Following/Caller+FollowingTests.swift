import Testing

@testable import berth

struct CallerFollowingTests {
    /// Two outputs and the phases come at once, and each arrives whole.
    @Test func nothingOfTheOutputIsLost() async throws {
        try await Desk.during { desk in
            let words = (1...200).flatMap { ["out", "line \($0)", "err", "error \($0)"] }
            let quoted = words.map { "\"\($0)\"" }.joined(separator: ", ")
            let file = try desk.folder.write(
                "t.yaml", "executable: {kind: docker-container, image: {locations: [a]}, command: [\(quoted)]}")
            let run = await desk.berth("run", file, "-q")
            #expect(run.code == .success)
            #expect(run.output == (1...200).map { "line \($0)\n" }.joined())
            #expect(run.error == (1...200).map { "error \($0)\n" }.joined())
        }
    }
}
