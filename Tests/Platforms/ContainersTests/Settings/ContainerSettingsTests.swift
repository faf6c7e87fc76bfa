import BerthPlatform
import Testing

@testable import BerthContainers

@Suite struct ContainerSettingsTests {
    @Test("settings that cannot be meant name their key")
    func refused() {
        let cases: [(String, (inout ContainerSettings) -> Void)] = [
            (
                "The setting dataAddresses has x, which is no address or range such as 10.0.0.0/8.",
                { $0.dataAddresses = ["x"] }
            ),
            (
                "The setting engine is tcp://h, which is no path and does not begin with unix:///.",
                { $0.engine = "tcp://h" }
            ),
            ("The setting stateDirectory is x, which is not an absolute path.", { $0.stateDirectory = "x" }),
            ("The setting hostPaths has x, which is not an absolute path.", { $0.hostPaths = ["x"] }),
            ("The setting instance is A; it takes 1 to 40 lower-case letters, digits and -.", { $0.instance = "A" }),
            ("The setting cores is 0; it must be at least 1.", { $0.cores = 0 }),
            ("The setting stopSeconds is -1; it must be at least 0.", { $0.stopSeconds = -1 }),
        ]
        for (message, change) in cases {
            var settings = ContainerSettings()
            change(&settings)
            let error = #expect(throws: PlatformError.self) { try settings.check() }
            #expect(error?.message == message)
        }
    }

    @Test("engines are looked for where the environment says, then where they are")
    func sockets() {
        let environment = ["DOCKER_HOST": "tcp://h", "CONTAINER_HOST": "unix:///c", "XDG_RUNTIME_DIR": "/r"]
        #expect(
            EngineSocket.candidates { environment[$0] } == [
                "/c", "/r/podman/podman.sock", "/r/docker.sock", "/run/podman/podman.sock", "/var/run/docker.sock",
            ])
    }
}
