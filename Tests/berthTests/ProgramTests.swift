import Testing

@testable import berth

struct ProgramTests {
    @Test func nothingAtAllIsUsage() async {
        let run = await CapturedRun.berth([])
        #expect(run.code == .usage)
        #expect(run.output == HelpText.overview(Command.all))
        #expect(await CapturedRun.berth(["--help"]).code == .success)
    }

    @Test func helpOfACommand() async {
        let run = await CapturedRun.berth(["check", "--help"])
        #expect(run.code == .success)
        #expect(run.output == HelpText.of(.check))
    }

    @Test func errorsGoToStandardError() async {
        let run = await CapturedRun.berth(["chekc"])
        #expect(run.code == .usage)
        #expect(run.output.isEmpty)
        #expect(run.error == "berth: There is no command chekc. Did you mean \"check\"? berth help lists them.\n")
    }

    @Test func versions() async {
        for words in [["version"], ["--version"]] {
            #expect(
                await CapturedRun.berth(words).output
                    == "berth \(BerthVersion.program)\n\(BerthVersion.interface)\n")
        }
    }

    @Test func completionIsPrinted() async {
        let run = await CapturedRun.berth(["completion", "fish"])
        #expect(run.output == CompletionScript(commands: Command.all).text(for: .fish))
        #expect(await CapturedRun.berth(["completion", "tcsh"]).code == .usage)
    }
}
