import Testing

@testable import berth

struct CommandServeTests {
    @Test(arguments: [false, true])
    func whoIsToldToBeQuietIs(_ isQuiet: Bool) async throws {
        let folder = try TemporaryFolder()
        let config = try folder.write("c.yaml", "store: {kind: memory}\nplatforms: [{kind: scripted}]")
        let signals = Signals()
        let words =
            ["serve", "--listen", "127.0.0.1:0", "--state-dir", folder.path, "--config", config]
            + (isQuiet ? ["-q"] : [])
        async let running = CapturedRun.berth(words, signals: signals)
        while !signals.raise(.terminate) { await Task.yield() }
        let run = await running
        #expect(run.code == .success)
        #expect(run.output.hasPrefix("Berth listens on http://127.0.0.1:") != isQuiet)
        #expect(run.error.contains("service.started") != isQuiet)
        if isQuiet { #expect(run.output.isEmpty && run.error.isEmpty) }
    }
}
