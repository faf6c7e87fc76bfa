import BerthContainers
import Testing

/// A client that nobody here wrote: made by openapi-generator from `schemas/openapi.json`.
@Suite(.serialized) struct GeneratedClientTests {
    @Test func aGeneratedPythonClientRunsAContainer() async throws {
        let engine = try TestEngine.shared.get()
        let recipe = #"FROM \#(TestEngine.image)\nCMD ["/bin/echo", "hello"]\n"#
        try engine.run(["sh", "-c", "printf '\(recipe)' | podman build -q -t localhost/berth-hello:1 -"])
        let service = try await RunningService(
            [try engine.platform("client")], folder: engine.directory + "/client")
        let (status, output) = try await runProgram(["scripts/check-client", service.url])
        #expect(status == 0, "\(output)")
        #expect(output.contains("phase: COMPLETED\noutput: hello\n"), "\(output)")
        await service.stop()
    }
}
