import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthSlurm

@Suite struct SlurmPlatformContainersTests {
    private func texts(_ yaml: String) throws -> [String]? {
        var settings = SlurmSettings()
        settings.stateDirectory = "/nowhere"
        let document = try Document.read(Array(yaml.utf8), as: .yaml)
        let question = Question(
            ExecutionRequest.reading(document, from: .yaml).value, asker: .anonymous, now: Instant(seconds: 0),
            defaults: .init(), nextID: { UUID(random: 1, 2) })
        return try SlurmPlatform(settings).obstaclesOfContainer(question)?
            .map { $0.message(at: Instant(seconds: 0), from: nil).message ?? "" }
    }

    @Test func reasonsAgainstAContainer() throws {
        #expect(try texts("executable: {kind: batch-script, script: \"true\"}\n") == nil)
        #expect(try texts("executable: {kind: docker-container, image: {locations: [quay.io/a]}}\n") == [])
        #expect(
            try texts(
                """
                executable:
                  kind: docker-container
                  image: {locations: [quay.io/a]}
                  privileged: true
                  network: {ports: [{access: true, internal: {port: 80}}]}
                """) == [
                    "executable.privileged: a job of a cluster has no privileges of its node.",
                    "executable.network.ports[0].access: jobs of a cluster publish no ports.",
                ])
        #expect(
            try texts("executable: {kind: singularity-container, location: \"library://a/b\"}\n") == [
                "executable.location: library://a/b is no image that is run on the nodes; docker://REGISTRY/NAME is."
            ])
        #expect(
            try texts("executable: {kind: singularity-container, location: \"docker://a_b/c\"}\n")?.first?
                .hasPrefix("executable.location: ") ?? true)
    }
}
