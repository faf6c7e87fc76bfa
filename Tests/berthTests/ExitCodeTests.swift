import Testing

@testable import berth

struct ExitCodeTests {
    /// `scripts/generate` runs this test with `BERTH_GENERATE=1`, which writes the table.
    @Test func theTableOfOperatingIsWhatTheProgramTells() throws {
        let isSame = try GeneratedBlock(of: "OPERATING.md", "exit codes").isSame(as: ExitCode.markdown)
        #expect(isSame, "OPERATING.md is not what the program tells; run scripts/generate.")
    }

    @Test func answersKeepAwayFromShellsAndSysexits() {
        let answers: [ExitCode] = [.no, .notNow, .silence, .notYours, .gone, .notWell, .conflict]
        #expect(answers.map(\.value) == [10, 11, 12, 13, 14, 15, 16])
        #expect(ExitCode.table.map(\.code.value) == ExitCode.table.map(\.code.value).sorted())
    }
}
