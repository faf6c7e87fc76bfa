import BerthBroker
import BerthDocument
import BerthModel
import BerthOpenStack
import BerthPlatform
import Foundation
import Testing

/// Storage as volumes of a real Cinder, which Nova attaches to the machines.
extension OpenStackTests {
    @Suite(.serialized) struct OpenStackVolumeTests {
        private static func storage(_ sizes: Int...) -> String {
            "storage:\n"
                + sizes.enumerated().map {
                    "  - {kind: simple-storage-resource, meta: {name: disk\($0)}, size: {min: \($1)}}"
                }.joined(separator: "\n")
        }

        private func broker(
            _ instance: String, user: String = "berth", _ change: (inout OpenStackSettings) -> Void = { _ in }
        ) async throws -> BrokerOnEngine {
            let cloud = try TestCloud.shared.get()
            return try await BrokerOnEngine(
                try cloud.platform(instance, user: user, change), database: cloud.directory + "/\(instance).db")
        }

        /// What stands in the way of a request, as people read it.
        private func refusal(_ broker: BrokerOnEngine, _ rest: String) async throws -> String {
            let answer = try await broker.broker.ask(
                try BrokerOnEngine.request(SlurmRun.script("true", rest)), as: .anonymous)
            #expect(answer.offers.isEmpty)
            return (answer.meta?.messages ?? []).compactMap(\.message).joined(separator: "\n")
        }

        @Test func storageIsVolumesOfItsSizeThatGoAtTheEnd() async throws {
            let cloud = try TestCloud.shared.get()
            let broker = try await broker("disks")
            let id = try await broker.accepted(
                SlurmRun.script(
                    "echo kept > disk0/note; cat disk0/note; ls -d disk1; sleep 5", Self.storage(3, 2)))
            _ = try await broker.session(id, in: [.running])
            let volumes = try await cloud.volumes("disks").sorted { $0.name < $1.name }
            #expect(
                volumes.map { "\($0.name) \($0.size) \($0.status)" } == [
                    "berth-disks-\(id)-0 3 in-use", "berth-disks-\(id)-1 2 in-use",
                ])
            // What Cinder's store has of them.
            let sizes = try volumes.map {
                try FileManager.default.attributesOfItem(atPath: file($0.id))[.size] as? Int64
            }
            #expect(sizes == [3 << 30, 2 << 30])
            let machine = try #require(try await cloud.machines("disks").first)
            let attached = try await cloud.call("GET", cloud.nova + "/servers/\(machine.id)/os-volume_attachments")
            guard case .list(let items)? = attached.body["volumeAttachments"] else { return }
            #expect(Set(items.compactMap { $0["volumeId"]?.text }) == Set(volumes.map(\.id)))
            let view = try await broker.session(id)
            #expect(view.session.phase == .completed, "\(view.texts)")
            #expect(try await broker.output(id) == "kept\ndisk1\n")
            #expect(try await cloud.volumes("disks").map(\.name) == [])
            for volume in volumes { #expect(!FileManager.default.fileExists(atPath: try file(volume.id))) }
            await broker.stop()
        }

        @Test func dataIsFetchedOntoAVolume() async throws {
            let broker = try await broker("fetched")
            let server = try NotebookServer()
            let url = server.put("/data.txt", "twelve bytes")
            let id = try await broker.accepted(
                SlurmRun.script(
                    "cat disk0/data.txt",
                    Self.storage(1)
                        + "\ndata:\n  - {kind: simple-data-resource, location: \"\(url)\", storage: disk0}"))
            let view = try await broker.session(id)
            #expect(view.session.phase == .completed, "\(view.texts)")
            #expect(try await broker.output(id) == "twelve bytes")
            #expect(try await TestCloud.shared.get().volumes("fetched").map(\.name) == [])
            await broker.stop()
        }

        @Test func theQuotaOfVolumesIsToldWithItsNumbers() async throws {
            let broker = try await broker("few", user: "guest")
            #expect(
                try await refusal(broker, Self.storage(4, 3)).contains(
                    "storage[0].size.min: 7 GiB of storage are wanted; the quota of the project is 5, of which it uses"
                        + " 0."))
            #expect(
                try await refusal(broker, Self.storage(1, 1, 1)).contains(
                    "storage: 3 volumes of storage are wanted; the quota of the project is 2, of which it uses 0."))
            let id = try await broker.accepted(SlurmRun.script("sleep 600", Self.storage(4)))
            _ = try await broker.session(id, in: [.running])
            // One machine is all of that quota: volumes are looked at first.
            #expect(
                try await refusal(broker, Self.storage(2)).contains(
                    "storage[0].size.min: 2 GiB of storage are wanted and 1 are left: the project uses 4 of the 5 of"
                        + " its quota."))
            _ = try await broker.broker.update(id, with: BrokerOnEngine.phase(.cancelled), as: .anonymous)
            #expect(try await broker.session(id).session.phase == .cancelled)
            await broker.stop()
        }

        @Test func aVolumeThatCannotBeMadeHasFailedWithTheWordsOfCinder() async throws {
            let cloud = try TestCloud.shared.get()
            let broker = try await broker("broken") { $0.volumeType = "broken" }
            let id = try await broker.accepted(SlurmRun.script("true", Self.storage(1)))
            let view = try await broker.session(id)
            #expect(view.session.phase == .failed, "\(view.texts)")
            #expect(
                view.texts.contains(
                    "The cloud could not make the volume of storage[0]. (Cinder: create volume from backend storage:"
                        + "Driver failed to create the volume.)"), "\(view.texts)")
            #expect(try await cloud.volumes("broken").map(\.name) == [])
            #expect(try await cloud.machines("broken").isEmpty)
            await broker.stop()
        }

        @Test func aQuotaThatIsFullWhenTheVolumeIsMadeHasFailed() async throws {
            let cloud = try TestCloud.shared.get()
            let broker = try await broker("filled")
            let answer = try await broker.broker.ask(
                try BrokerOnEngine.request(SlurmRun.script("true", Self.storage(390))), as: .anonymous)
            let offer = try #require(answer.offers.first?.component.meta?.uuid)
            // Somebody else is quicker.
            let other: Document = ["volume": ["name": "other", "size": 100]]
            let made = try await cloud.call("POST", cloud.cinder + "/volumes", other)
            _ = try await broker.broker.update(offer, with: BrokerOnEngine.phase(.accepted), as: .anonymous)
            let view = try await broker.session(offer)
            let volume = try #require(made.body["volume"]?["id"]?.text)
            try await cloud.call("DELETE", cloud.cinder + "/volumes/\(volume)")
            #expect(view.session.phase == .failed, "\(view.texts)")
            #expect(
                view.texts.contains("The quota of the cloud's project does not allow a volume of 390 GiB."),
                "\(view.texts)")
            #expect(view.texts.contains("quota is 400G and 100G has been consumed"), "\(view.texts)")
            #expect(try await cloud.volumes("filled").map(\.name) == [])
            await broker.stop()
        }

        /// As after a kill -9: a broker that knows nothing of them, of which one never came to order its machine.
        @Test func volumesOfNobodyAreFoundAndDeleted() async throws {
            let cloud = try TestCloud.shared.get()
            let (lost, kept) = ("00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000b")
            for name in ["berth-orphans-\(lost)-0", "berth-orphans-\(lost)-1", "berth-orphans-\(kept)-0", "berth-or"] {
                try await cloud.call(
                    "POST", cloud.cinder + "/volumes", ["volume": ["name": .text(name), "size": 1]])
            }
            let platform = try cloud.platform("orphans")
            let found = try await platform.releaseOrphans(keeping: [try #require(UUID(kept))])
            #expect(found == [UUID(lost)])
            #expect(try await cloud.volumes("orphans").map(\.name) == ["berth-orphans-\(kept)-0"])
            let other = try await cloud.call("GET", cloud.cinder + "/volumes?name=berth-or")
            guard case .list(let items)? = other.body["volumes"], let id = items.first?["id"]?.text else {
                Issue.record("somebody else's volume is gone")
                return
            }
            try await cloud.call("DELETE", cloud.cinder + "/volumes/\(id)")
            #expect(try await platform.releaseOrphans(keeping: []) == [UUID(kept)])
            #expect(try await cloud.volumes("orphans").map(\.name) == [])
        }

        private func file(_ id: String) throws -> String { try TestCloud.shared.get().directory + "/volumes/\(id)" }
    }
}
