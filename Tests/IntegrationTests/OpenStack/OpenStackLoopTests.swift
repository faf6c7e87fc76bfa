import BerthBroker
import BerthDocument
import BerthModel
import BerthOpenStack
import BerthPlatform
import Foundation
import Testing

/// The whole loop without its doors on a real cloud: ask, be offered, accept, run on a machine, read its output.
extension OpenStackTests {
    @Suite(.serialized) struct OpenStackLoopTests {
        private func broker(
            _ instance: String, user: String = "berth", _ change: (inout OpenStackSettings) -> Void = { _ in }
        ) async throws -> BrokerOnEngine {
            let cloud = try TestCloud.shared.get()
            return try await BrokerOnEngine(
                try cloud.platform(instance, user: user, change), database: cloud.directory + "/\(instance).db")
        }

        @Test func aScriptRunsThroughTheWholeLoop() async throws {
            let broker = try await broker("loop")
            let id = try await broker.accepted(
                SlurmRun.script(
                    "echo \"$1 here\"; echo err >&2",
                    """
                      arguments: ["it's"]
                    compute: {kind: simple-compute-resource, cores: {min: 2}, memory: {min: 3}}
                    """))
            let view = try await broker.session(id)
            #expect(view.session.phase == .completed, "\(view.texts)")
            #expect(
                view.history.map(\.phase) == [
                    .offered, .accepted, .preparing, .available, .running, .releasing, .completed,
                ])
            #expect(try await broker.output(id) == "it's here\n")
            #expect(try await broker.output(id, .stderr) == "err\n")
            #expect(view.texts.contains("The flavor c1.medium has 2 cores"), "\(view.texts)")
            let cloud = try TestCloud.shared.get()
            #expect(try await cloud.machines("loop").isEmpty)
            #expect(cloud.files("loop/sessions").isEmpty)
            await broker.stop()
        }

        @Test func aPythonProgramThatFails() async throws {
            let broker = try await broker("python")
            let id = try await broker.accepted(
                """
                executable:
                  kind: python-program
                  script: |
                    import os, sys
                    print(sum(float(word) ** 2 for word in sys.argv[1:]), os.environ["NAME"])
                    sys.exit(7)
                  arguments: ["1", "2", "3"]
                  environment: {NAME: "$HOME"}
                """)
            let view = try await broker.session(id)
            #expect(view.session.phase == .failed, "\(view.texts)")
            #expect(view.texts.contains("The program ended with exit code 7."), "\(view.texts)")
            #expect(try await broker.output(id) == "14.0 $HOME\n")
            await broker.stop()
        }

        @Test func aMachineThatIsTurnedOffWithoutAWordHasFailed() async throws {
            let broker = try await broker("off")
            let cloud = try TestCloud.shared.get()
            let id = try await broker.accepted(SlurmRun.script("echo begun; sleep 600"))
            _ = try await broker.session(id, in: [.running])
            let machine = try #require(try await cloud.machines("off").first)
            // Whoever runs the cloud turns it off.
            try await cloud.call("POST", cloud.nova + "/servers/\(machine.id)/action", ["os-stop": .null])
            let view = try await broker.session(id)
            #expect(view.session.phase == .failed, "\(view.texts)")
            #expect(view.texts.contains("turned off without saying how its task ended"), "\(view.texts)")
            let errors = try await broker.output(id, .stderr)
            #expect(errors.contains("the end of its console:]") && errors.contains("Linux version"), "\(errors)")
            #expect(try await cloud.machines("off").isEmpty)
            await broker.stop()
        }

        @Test func aMachineThatSomebodyDeletesHasFailed() async throws {
            let broker = try await broker("deleted")
            let cloud = try TestCloud.shared.get()
            let id = try await broker.accepted(SlurmRun.script("sleep 600"))
            _ = try await broker.session(id, in: [.running])
            let machine = try #require(try await cloud.machines("deleted").first)
            try await cloud.call("DELETE", cloud.nova + "/servers/\(machine.id)")
            let view = try await broker.session(id)
            #expect(view.session.phase == .failed, "\(view.texts)")
            #expect(view.texts.contains("Somebody deleted the machine in the cloud"), "\(view.texts)")
            await broker.stop()
        }

        @Test func aBrokerThatComesBackFindsItsMachine() async throws {
            let first = try await broker("back")
            let id = try await first.accepted(SlurmRun.script("echo before; sleep 8; echo after"))
            _ = try await first.session(id, in: [.running])
            await first.stop()
            let second = try await broker("back")
            let view = try await second.session(id)
            #expect(view.session.phase == .completed, "\(view.texts)")
            #expect(try await second.output(id) == "before\nafter\n")
            await second.stop()
        }

        @Test func aQuotaThatIsGoneWhenTheMachineIsOrdered() async throws {
            let broker = try await broker("full", user: "guest")
            let request = SlurmRun.script("sleep 600")
            let ids = [try await broker.accepted(request)]
            _ = try await broker.session(ids[0], in: [.running])
            let answer = try await broker.broker.ask(try BrokerOnEngine.request(request), as: .anonymous)
            let texts = (answer.meta?.messages ?? []).compactMap(\.message).joined(separator: "\n")
            #expect(answer.offers.isEmpty)
            #expect(
                texts.contains("takes 1 machine and 0 are left: the project uses 1 of the 1 of its quota"), "\(texts)")
            _ = try await broker.broker.update(ids[0], with: BrokerOnEngine.phase(.cancelled), as: .anonymous)
            let view = try await broker.session(ids[0])
            #expect(view.session.phase == .cancelled, "\(view.texts)")
            #expect(try await TestCloud.shared.get().machines("full", project: "small").isEmpty)
            await broker.stop()
        }
    }
}
