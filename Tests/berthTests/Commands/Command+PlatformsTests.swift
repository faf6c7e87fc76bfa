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
}
