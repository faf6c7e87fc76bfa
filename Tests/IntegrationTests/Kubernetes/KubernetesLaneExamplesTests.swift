import BerthBroker
import BerthKubernetes
import BerthPlatform
import Testing

/// The examples on a real cluster: what `ExamplesTests` asks of all other engines.
@Suite struct KubernetesLaneExamplesTests {
    @Test func theExamplesRunWhereItSaysYes() async throws {
        let cluster = try TestKubernetes.shared.get()
        let server = try NotebookServer()
        ExampleTasks.publish(on: server)
        let platform = try await cluster.platform("examples") {
            $0.notebooks = KubernetesNotebooks()
            $0.notebooks?.image = TestKubernetes.notebookImage
            $0.dataAddresses = ["127.0.0.0/8"]
        }
        let name = platform.profile.name
        let broker = try Broker(
            platforms: [platform], store: MemoryStore(), settings: BrokerSettings(), world: SystemWorld())
        try await broker.start()
        let ran = try await ExampleTasks(broker: broker, names: [name], server: server).run()
        await broker.stop()
        #expect(ran[name, default: 0] > 0)
        #expect(try await cluster.things("examples") == [])
    }
}
