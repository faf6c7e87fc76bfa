import Testing

@testable import berth

struct CommandHelpTests {
    @Test func topics() async throws {
        #expect(await CapturedRun.berth(["help"]).output == HelpText.overview(Command.all))
        #expect(await CapturedRun.berth(["help", "exit-codes"]).output == HelpText.exitCodes)
        #expect(await CapturedRun.berth(["help", "ask"]).output == HelpText.of(.ask))
        #expect(await CapturedRun.berth(["help", "config", "show"]).output == HelpText.of(.configShow))
        #expect(
            await CapturedRun.berth(["help", "config"]).output
                == HelpText.of(.configCheck) + "\n" + HelpText.of(.configShow))
    }

    @Test func aTopicThatIsNone() async {
        let run = await CapturedRun.berth(["help", "exit-code"])
        #expect(run.code == .usage)
        #expect(
            run.error
                == "berth: There is no help about exit-code. Did you mean \"exit-codes\"?"
                + " berth help lists the commands.\n"
        )
    }
}
