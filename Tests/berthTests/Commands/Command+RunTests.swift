import BerthDocument
import Testing

@testable import berth

struct CommandRunTests {
    @Test(arguments: [0, 1, 42])
    func theTasksOwnCodeAndOutput(_ code: Int) async throws {
        try await Desk.during { desk in
            let file = try desk.task("out", "hello", "err", "oops", "exit", "\(code)")
            let run = await desk.berth("run", file, "--quiet")
            #expect(run.code == ExitCode(Int32(code)))
            #expect(run.output == "hello\n")
            #expect(run.error == "oops\n")
        }
    }

    @Test func phasesGoToStandardError() async throws {
        try await Desk.during { desk in
            let run = await desk.berth("run", try desk.task("out", "hello", "exit", "7"))
            #expect(run.output == "hello\n")
            let phases = run.error.split(separator: "\n").compactMap { $0.split(separator: " ").dropFirst().first }
            for phase in ["ACCEPTED", "PREPARING", "RUNNING", "RELEASING", "FAILED"] {
                #expect(phases.filter { $0 == phase }.count == 1, "\(run.error)")
            }
            #expect(run.error.contains("ERROR  The program ended with exit code 7.\n"))
        }
    }

    @Test func programsGetTheSessionAtItsEnd() async throws {
        try await Desk.during { desk in
            let run = await desk.berth("run", try desk.task("out", "hello", "exit", "3"), "--json", "-q")
            #expect(run.code == ExitCode(3))
            #expect(try Document.read(Array(run.output.utf8), as: .json)["phase"]?.text == "FAILED")
        }
    }

    @Test func noRunsNothing() async throws {
        try await Desk.during { desk in
            let run = await desk.berth("run", try desk.task(cores: 64), "-q")
            #expect(run.code == .no)
            #expect(run.output.isEmpty)
            #expect(run.error.hasPrefix("NO, for 1 reason.\n"))
        }
    }

    @Test func anotherOfferMayBeChosen() async throws {
        try await Desk.during { desk in
            let file = try desk.task("exit", "0")
            #expect(await desk.berth("run", file, "--offer", "1").code == .success)
            let wrong = await desk.berth("run", file, "--offer", "3", "-q")
            #expect(wrong.code == .gone)
            #expect(wrong.error == "berth: There is no offer 3; there are offer 1 only.\n")
            #expect(await desk.berth("run", file, "--offer", "zzzz", "-q").code == .gone)
        }
    }

    @Test(arguments: ["run", "direct"])
    func aVariationRunsAndTheFileStays(_ verb: String) async throws {
        try await Desk.during { desk in
            let file = try desk.task("exit", "0", cores: 64)
            let run = await desk.berth(
                verb, file, "--set", "compute.cores.min=2", "--set", "executable.command=[out, hi, exit, '3']", "-q",
                verb == "run" ? "--platform=desk" : "-f")
            #expect(run.code == ExitCode(3))
            #expect(run.output == "hi\n")
            #expect(await desk.berth(verb, file, "-q").code == .no)
            let nobody = await desk.berth(verb, file, "--unset", "compute", "--without", "desk", "-q")
            #expect((nobody.output + nobody.error).contains("No platform is left to ask."), "\(nobody)")
            #expect(await desk.berth(verb, file, "--set", "compute.cores", "-q").code == .usage)
        }
    }

    @Test(arguments: [Signals.Signal.interrupt, .terminate])
    func ctrlCLeavesTheSessionRunning(_ signal: Signals.Signal) async throws {
        try await Desk.during { desk in
            let signals = Signals()
            async let running = desk.berth("run", try desk.task("wait"), "-q", signals: signals)
            var listed = await desk.berth("sessions", "--phase", "RUNNING")
            while !listed.output.contains("RUNNING") { listed = await desk.berth("sessions", "--phase", "RUNNING") }
            #expect(signals.raise(signal))
            let run = try await running
            #expect(run.code == (signal == .interrupt ? .interrupted : .terminated))
            let id = String(listed.output.split(separator: "\n")[1].prefix(8))
            #expect(
                run.error == """
                    berth: No longer watched; the session goes on. Watch it again: berth watch \(id). Cancel it: berth \
                    cancel \(id).

                    """)
            #expect(await desk.berth("show", id).output.contains("RUNNING"))
            _ = await desk.berth("cancel", id)
        }
    }

    /// `direct` takes the first start that there is, which may be late: it has to say so.
    @Test func directSaysWhenItStartsAndWhatWasIgnored() async throws {
        try await Desk.during { desk in
            _ = await desk.berth("ask", try desk.task(cores: 4))
            let file = try desk.folder.write(
                "late.yaml",
                """
                executable: {kind: docker-container, image: {locations: [a/b:1]}}
                compute: {kind: simple-compute-resource, cors: {min: 4}, cores: {min: 4}}
                """)
            let run = await desk.berth("direct", file)
            let lines = run.error.split(separator: "\n")
            try #require(lines.count == 3, "\(run.error)")
            #expect(
                lines[0] == "note: compute.cors: this member is not known here and was ignored. Did you mean cores?")
            #expect(lines[1].hasPrefix("It starts ") && lines[1].contains(" (in 2 h "), "\(run.error)")
            #expect(lines[1].hasSuffix(", for 2 h."))
            _ = await desk.berth("cancel", String(run.output.split(separator: " ")[1].prefix(8)))
        }
    }

    @Test func directRunsAtOnce() async throws {
        try await Desk.during { desk in
            let started = await desk.berth("direct", try desk.task("exit", "0"))
            #expect(started.code == .success)
            #expect(started.output.hasPrefix("ACCEPTED "))
            let followed = await desk.berth("direct", try desk.task("out", "x", "exit", "5"), "-fq")
            #expect(followed.code == ExitCode(5))
            #expect(followed.output == "x\n")
            let refused = await desk.berth("direct", try desk.task(cores: 64))
            #expect(refused.code == .no)
            #expect(refused.output.hasPrefix("NO, for 1 reason.\n"))
        }
    }
}
