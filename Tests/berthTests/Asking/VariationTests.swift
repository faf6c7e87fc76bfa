import BerthDocument
import Testing

@testable import berth

struct VariationTests {
    private func variation(_ words: String...) throws -> Variation {
        let parsed = try CommandParser(commands: Command.all).parse(["why", "task.yaml"] + words)
        guard case .run(let invocation) = parsed else { throw ProgramError(.broken, "no command in \(words)") }
        return try Variation(invocation)
    }

    @Test func itIsReadFromTheCommandLine() throws {
        let variation = try variation(
            "--set", "compute.cores.min=8", "--unset=schedule", "--platform", "a", "--without=b", "--without", "c")
        #expect(variation.platforms == ["a"])
        #expect(variation.without == ["b", "c"])
        let task: Document = ["compute": ["cores": ["min": 4]], "schedule": ["requested": ["duration": "PT1H"]]]
        let changed = try variation.changes.applied(to: task)
        #expect(changed["compute"] == ["cores": ["min": 8]])
        #expect(changed["schedule"] ?? .null == .null)
    }

    @Test func nothingIsNoChange() throws {
        let variation = try variation()
        #expect(variation.platforms.isEmpty && variation.without.isEmpty)
        #expect(try variation.changes.applied(to: ["a": 1]) == ["a": 1])
    }

    @Test(arguments: Command.all.filter { ["ask", "why", "run", "direct", "snapshot"].contains($0.name) })
    func everyCommandThatAsksTakesThem(_ command: Command) {
        for option in CommandOption.ofVariations { #expect(command.options.contains(option), "\(option.name)") }
    }
}
