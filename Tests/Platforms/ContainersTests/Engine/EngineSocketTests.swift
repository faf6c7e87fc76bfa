import Testing

@testable import BerthContainers

struct EngineSocketTests {
    @Test(arguments: [
        ("unix:///run/x.sock", "/run/x.sock"), ("/run/x.sock", "/run/x.sock"), ("unix://x.sock", nil),
        ("tcp://127.0.0.1:2375", nil), ("ssh://host/run/x.sock", nil), ("x.sock", nil), ("", nil),
    ])
    func pathsOfHosts(_ host: String, _ path: String?) {
        #expect(EngineSocket.path(of: host) == path)
    }

    @Test func withoutAnythingSaid() {
        #expect(EngineSocket.candidates { _ in nil } == ["/run/podman/podman.sock", "/var/run/docker.sock"])
    }

    @Test func whatTheEnvironmentNamesComesFirst() {
        let environment = [
            "DOCKER_HOST": "unix:///d.sock", "CONTAINER_HOST": "tcp://127.0.0.1:1", "XDG_RUNTIME_DIR": "/run/user/7",
        ]
        #expect(
            EngineSocket.candidates { environment[$0] } == [
                "/d.sock", "/run/user/7/podman/podman.sock", "/run/user/7/docker.sock", "/run/podman/podman.sock",
                "/var/run/docker.sock",
            ])
    }

    @Test func anEmptyRuntimeDirectoryIsNone() {
        #expect(EngineSocket.candidates { $0 == "XDG_RUNTIME_DIR" ? "" : nil }.count == 2)
    }
}
