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
            (
                "The setting registries has https://a/b c, which is no host such as docker.io or"
                    + " registry.example.org:5000.", { $0.registries = ["docker.io", "https://a/b c"] }
            ),
            ("The setting portNetwork is no net, which is no name of a network.", { $0.portNetwork = "no net" }),
            (
                "The setting user is zz top, which is no user or user:group, such as 1000:1000.",
                { $0.user = "zz top" }
            ),
            ("The setting user is 1:, which is no user or user:group, such as 1000:1000.", { $0.user = "1:" }),
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

    @Test("items of lists are named by their number")
    func items() {
        var settings = ContainerSettings()
        settings.registries = ["localhost:5000", "a b"]
        let error = #expect(throws: PlatformError.self) { try settings.check() }
        #expect(error?.subject == "registries[1]")
    }

    @Test("users and networks as engines know them", arguments: ["1000", "1000:1000", "www-data", "a_b.c:d"])
    func users(_ user: String) throws {
        var settings = ContainerSettings()
        settings.user = user
        settings.portNetwork = "slirp4netns:port_handler=slirp4netns"
        try settings.check()
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
