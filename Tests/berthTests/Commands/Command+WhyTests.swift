import Testing

@testable import berth

struct CommandWhyTests {
    @Test func everyRungIsTold() async throws {
        try await Desk.during { desk in
            let run = await desk.berth("why", try desk.task(cores: 64))
            #expect(run.code == .no)
            #expect(
                run.output == """
                    desk: NO
                      ✓ the task makes sense
                      ✓ all that it names is known here
                      ✗ compute.cores.min: 64 cores are wanted, this platform has 4.
                      ✓ the site allows it
                      ✓ its data can be reached
                      ✓ it is open to you
                      ✓ it costs no more than you allow
                      – there is room in time: not looked at
                      it would be a yes: compute.cores.min=4

                    """)
        }
    }

    @Test func aYesLeavesNothingHeld() async throws {
        try await Desk.during { desk in
            let task = try desk.task("exit", "0", cores: 4)
            for _ in 0..<2 {
                let run = await desk.berth("why", task, "desk")
                #expect(run.code == .success)
                #expect(run.output.hasPrefix("desk: YES\n  ✓ the task makes sense\n"))
                // Were the first offer still held, this one would begin after it.
                #expect(!run.output.contains("(in 2 h"), "\(run.output)")
            }
        }
    }

    @Test func variationsLeaveTheFileAlone() async throws {
        try await Desk.during { desk in
            let task = try desk.task("exit", "0", cores: 64)
            let run = await desk.berth("why", task, "--set", "compute.cores.min=2")
            #expect(run.code == .success)
            #expect(run.output.hasPrefix("desk: YES\n"))
            #expect(await desk.berth("why", task, "--unset", "compute", "--platform", "desk").code == .success)
            #expect(await desk.berth("why", task, "desk").code == .no)
            #expect(await desk.berth("why", task, "--set", "compute").code == .usage)
        }
    }

    @Test func whoIsLeftOutIsNotAsked() async throws {
        try await Desk.during { desk in
            let task = try desk.task("exit", "0")
            let run = await desk.berth("why", task, "--without", "desk")
            #expect(run.code == .usage)
            #expect(run.error == "berth: No platform is left to ask; leave out --without.\n")
            let wrong = await desk.berth("why", task, "--without", "nobody")
            #expect(wrong.error == "berth: There is no platform nobody; there are desk.\n")
        }
    }

    @Test func programsAreSentElsewhere() async throws {
        try await Desk.during { desk in
            let task = try desk.task("exit", "0")
            #expect(await desk.berth("why", task, "--json").code == .usage)
            #expect(await desk.berth("why", task, "nobody").error.contains("there are desk"))
        }
    }
}
