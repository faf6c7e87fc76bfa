import BerthBroker
import BerthContainers
import BerthJupyter
import BerthJupyterHub
import BerthOpenStack
import BerthPlatform
import BerthSlurm
import BerthWES
import BerthWorkflows
import Testing

/// One broker that has every kind of engine of this machine: all of them answer each example side by side. Kubernetes,
/// which has a lane of its own, is not among them.
@Suite("Examples run wherever a platform says yes")
struct ExamplesTests {
    @Test func sideBySide() async throws {
        let engine = try TestEngine("examples")
        // As the demonstration makes it: with a command of its own.
        let image = """
            tar -C \(engine.directory)/root -c . |
                podman import -q --change 'CMD ["/bin/echo", "hello"]' - localhost/berth-hello:1
            """
        try engine.run(["sh", "-c", image])
        let jupyter = try TestJupyter()
        ExampleTasks.publish(on: jupyter.notebooks)
        let workflows = try WorkflowSite("examples") { $0.memory = 8 }
        defer { withExtendedLifetime((engine, jupyter, workflows)) {} }
        let podman = try engine.commandOfMachines()
        let platforms: [any Platform] = [
            try engine.platform("examples") { ($0.cores, $0.memory, $0.storage) = (16, 128, 200) },
            try TestCluster.quiet.get().platform("examples") {
                $0.programs.jupyter = TestJupyter.python
                $0.programs.cwltool = WorkflowSite.programs + "cwltool"
                $0.programs.snakemake = WorkflowSite.programs + "snakemake"
            },
            try jupyter.platform { ($0.cores, $0.memory) = (4, 16) },
            workflows.platform,
            try TestCloud.shared.get().platform("examples") {
                $0.containerCommand = podman
                $0.registries = ["localhost"]
            },
            try TestWES.shared.get().platform("examples"),
            try TestHub.shared.get().platform("examples") { ($0.cores, $0.memory) = (2, 8) },
        ]
        let names = platforms.map(\.profile.name)
        let broker = try Broker(
            platforms: platforms, store: MemoryStore(), settings: BrokerSettings(), world: SystemWorld())
        try await broker.start()
        let ran = try await ExampleTasks(broker: broker, names: names, server: jupyter.notebooks).run()
        await broker.stop()
        // A hub opens notebooks for people: they end when somebody says so.
        for name in names where name != "jupyterhub" { #expect(ran[name, default: 0] > 0, "nothing ran on \(name)") }
    }
}
