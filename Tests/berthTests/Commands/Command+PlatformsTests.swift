import Testing

@testable import berth

struct CommandPlatformsTests {
    @Test func howMuchThereIs() async throws {
        try await Desk.during { desk in
            let run = await desk.berth("platforms")
            #expect(
                run.output == """
                    name  kind     cores  memory  storage  runs              state
                    desk  tasks  4 cores   8 GiB  100 GiB  docker-container  well

                    """)
            #expect(await desk.berth("platforms", "desk").output == run.output)
        }
    }

    @Test func aNameThatIsNone() async throws {
        try await Desk.during { desk in
            let run = await desk.berth("platforms", "dseks")
            #expect(run.code == .gone)
            #expect(run.error == "berth: There is no platform dseks.\n")
            #expect(
                await desk.berth("platforms", "dekk").error
                    == "berth: There is no platform dekk. Did you mean \"desk\"?\n")
        }
    }

    @Test func whatIsMissingIsNamedWithItsRemedy() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "c.yaml",
            """
            platforms:
            - {kind: scripted, name: script}
            - {kind: containers, name: rack, engine: \(folder.path)/none.sock, cores: 100000, memory: 1, storage: 1}
            """)
        let run = await CapturedRun.berth(
            ["platforms", "check", "--config", file, "--state-dir", folder.path + "/state"])
        #expect(run.code == .notWell)
        let lines = run.output.split(separator: "\n").map { $0.split(separator: " ", omittingEmptySubsequences: true) }
        #expect(
            lines.map { $0.prefix(3).joined(separator: " ") } == [
                "platform needs state", "script platform well", "rack engine MISSING", "rack state directory",
                "rack cores MISSING", "rack memory well",
            ])
        #expect(run.output.contains("nobody answers at \(folder.path)/none.sock; start it"))
        let one = await CapturedRun.berth(["platforms", "check", "script", "--config", file])
        #expect(one.code == .success)
        #expect(await CapturedRun.berth(["platforms", "check", "scrip", "--config", file]).code == .gone)
    }

    @Test func whatIsFoundIsAConfiguration() async throws {
        let folder = try TemporaryFolder()
        let socket = try folder.write("engine.sock", "")
        let run = await CapturedRun.berth(["platforms", "discover"], environment: ["DOCKER_HOST": "unix://" + socket])
        #expect(run.output.hasPrefix("platforms:\n# a container engine at \(socket)\n- kind: containers\n"))
        let file = try folder.write("c.yaml", run.output)
        #expect(await CapturedRun.berth(["config", "check", file]).code == .success)
    }

    @Test func whatDoesNotAnswerIsLeftOutWhenOnlyWellOnesAreWanted() async throws {
        let folder = try TemporaryFolder()
        let socket = try folder.write("engine.sock", "")
        let run = await CapturedRun.berth(
            ["platforms", "discover", "--well", "--state-dir", folder.path + "/state"],
            environment: ["DOCKER_HOST": "unix://" + socket])
        #expect(run.code == .success)
        #expect(!run.output.contains("- kind: containers"))
        #expect(run.output.contains("# There is also a container engine at \(socket), which cannot be used: nobody "))
        let file = try folder.write("c.yaml", run.output)
        #expect(await CapturedRun.berth(["config", "check", file]).code == .success)
    }
}
