import BerthData
import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthKubernetes

@Suite struct QuestionPolicyTests {
    private let facts = ClusterFacts(
        nodes: [ClusterFactsTests.node("n", ["cpu": "8"])], pods: [], quotas: nil, limits: nil)

    private func sentences(
        _ settings: KubernetesSettings = .init(), _ change: (inout DockerContainer) -> Void
    ) -> [String] {
        let question = QuestionClusterTests.question()
        guard case .dockerContainer(var container) = question.executable else { return [] }
        change(&container)
        return question.obstacles(of: container, facts, settings).map {
            $0.message(at: Instant(seconds: 0), from: nil).message ?? ""
        }
    }

    @Test func whatTheSiteForbidsIsRefusedWithItsPath() {
        #expect(sentences { _ in } == [])
        #expect(
            sentences {
                $0.privileged = true
                $0.environment = ["1x": "y"]
            } == [
                "executable.privileged: this site runs no containers with the privileges of the node.",
                "executable.environment: 1x cannot be the name of an environment variable.",
            ])
        #expect(
            sentences { $0.image?.locations = ["10.0.0.1:5000/x"] } == [
                "executable.image.locations[0]: the registry 10.0.0.1:5000 lies inside this site, which is not allowed;"
                    + " the site can name it in registries."
            ])
        var settings = KubernetesSettings()
        settings.registries = ["quay.example.org"]
        #expect(
            sentences(settings) { _ in } == [
                "executable.image.locations[0]: this site takes no images from docker.io, only from quay.example.org."
            ])
        #expect(
            sentences { $0.image?.platform?.architecture = "arm64" } == [
                "executable.image.platform.architecture: arm64 cannot be run here, the nodes are amd64."
            ])
        #expect(sentences { $0.image = nil } == ["executable.image.locations is missing: it says where the image is."])
    }

    @Test func portsAreRefusedWhereTheSitePublishesNone() {
        var port = NetworkPort()
        port.access = true
        port.internal = InternalPort()
        port.internal?.port = 80
        var network = ContainerNetwork()
        network.ports = [port]
        #expect(
            sentences { $0.network = network } == [
                "executable.network.ports[0].access: this site publishes no ports of containers."
            ])
        var settings = KubernetesSettings()
        settings.ports = .clusterIP
        #expect(sentences(settings) { $0.network = network } == [])
        network.ports[0].internal?.port = 0
        network.ports[0].protocol = "SCTP"
        #expect(sentences(settings) { $0.network = network }.count == 2)
    }
}
