import BerthBroker
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
    }
}
