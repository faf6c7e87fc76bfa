import BerthModel
import BerthPlatform
import Testing

@testable import BerthOpenStack

struct DockerContainerMachineTests {
    private func container(_ change: (inout DockerContainer) -> Void = { _ in }) -> DockerContainer {
        var container = DockerContainer()
        container.image = ContainerImage()
        container.image?.locations = ["docker://docker.io/library/debian:12", "ghcr.io/a/b"]
        change(&container)
        return container
    }

    private func texts(
        _ settings: OpenStackSettings = OpenStackSettings(), _ change: (inout DockerContainer) -> Void
    ) -> [String] {
        container(change).obstacles(settings).map { obstacle in
            "\(obstacle.rung.name) \(obstacle.message(at: Instant(seconds: 0), from: nil).message ?? "")"
        }
    }

    @Test func reasonsAgainst() {
        #expect(texts { _ in } == [])
        #expect(
            texts { $0.image = nil } == [
                "contradictory executable.image.locations is missing: it says where the image is."
            ])
        #expect(
            texts { $0.image?.locations = ["--all"] } == [
                "contradictory executable.image.locations[0]: --all does not name an image."
            ])
        #expect(
            texts { $0.image?.digest = "sha256:12" } == [
                "contradictory executable.image.digest: sha256:12 is no digest; it takes sha256: and 64 hexadecimal"
                    + " digits."
            ])
        #expect(
            texts { $0.privileged = true } == [
                "notAllowed executable.privileged: this site runs no containers with the privileges of their machine."
            ])
        #expect(
            texts { $0.environment = ["": "x"] } == [
                "contradictory executable.environment:  cannot be the name of an environment variable."
            ])
        #expect(
            texts { $0.command = ["a\0"] } == [
                "contradictory executable.command[0] has a zero byte, which no argument can have."
            ])
        #expect(
            texts {
                $0.network = ContainerNetwork()
                $0.network?.ports = [NetworkPort()]
            } == [
                "never executable.network: the machines of this site have no addresses that are told to others; leave"
                    + " the ports out."
            ])
        var settings = OpenStackSettings()
        settings.registries = ["docker.io"]
        settings.privileged = true
        #expect(
            texts(settings) { $0.privileged = true } == [
                "notAllowed executable.image.locations[1]: this site takes no images from ghcr.io, only from docker.io."
            ])
    }

    @Test func whatTheMachineDoes() {
        var settings = OpenStackSettings()
        settings.containerCommand = "podman"
        let task = container {
            $0.image?.digest = "sha256:" + String(repeating: "a", count: 64)
            $0.entrypoint = "/bin/sh"
            $0.command = ["-c", "it's"]
            $0.environment = ["A": "b c"]
        }.task(settings, mounts: [ContainerMount(from: "/m", to: "/data", isReadOnly: true)])
        #expect(
            task.before == [
                "podman", "run", "--rm", "--name", "berth", "--env", "A=b c", "--volume", "/m:/data:ro",
                "--entrypoint", "/bin/sh",
            ])
        #expect(task.after == ["-c", "it's"])
        #expect(task.images.first?.hasPrefix("docker.io/library/debian:12@sha256:aaa") == true)
    }

    @Test(arguments: [
        ("debian", "docker.io"), ("library/debian", "docker.io"), ("ghcr.io/a/b:1", "ghcr.io"),
        ("localhost/a", "localhost"), ("r:5000/a", "r:5000"), ("debian:12", "docker.io"),
    ])
    func registries(name: String, registry: String) {
        #expect(DockerContainer.registry(of: name) == registry)
    }
}
