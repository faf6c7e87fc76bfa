import BerthBroker
import BerthDocument
import BerthModel
import BerthOpenStack
import BerthPlatform
import Testing

/// What was offered and is not there any more when the offer is accepted: the words of Nova, and nothing left behind.
extension OpenStackTests {
    @Suite(.serialized) struct OpenStackMeanwhileTests {
        /// Accepts an offer after something happened.
        ///
        /// - Parameter meanwhile: returns ids of machines of somebody else, which are deleted at the end.
        private func accepted(
            _ instance: String, user: String = "berth", _ rest: String = "",
            _ change: (inout OpenStackSettings) -> Void = { _ in }, meanwhile: (TestCloud) async throws -> [String]
        ) async throws -> SessionView {
            let cloud = try TestCloud.shared.get()
            let project = user == "guest" ? "small" : "science"
            let broker = try await BrokerOnEngine(
                try cloud.platform(instance, user: user, change), database: cloud.directory + "/\(instance).db")
            let request = try BrokerOnEngine.request(SlurmRun.script("true", rest))
            let answer = try await broker.broker.ask(request, as: .anonymous)
            let texts = (answer.meta?.messages ?? []).compactMap(\.message)
            let offer = try #require(answer.offers.first?.component.meta?.uuid, "\(texts)")
            let others = try await meanwhile(cloud)
            _ = try await broker.broker.update(offer, with: BrokerOnEngine.phase(.accepted), as: .anonymous)
            let view = try await broker.session(offer)
            await broker.stop()
            for id in others {
                try await cloud.call("DELETE", cloud.nova + "/servers/\(id)", user: user, project: project)
            }
            for id in others {
                while try await status(id, user, project) != nil { try await Task.sleep(for: .milliseconds(200)) }
            }
            #expect(try await cloud.machines(instance, project: project).isEmpty)
            #expect(cloud.files("\(instance)/sessions").isEmpty)
            return view
        }

        /// The id of a machine of somebody else that has booted.
        private func machine(
            _ flavor: String, _ cloud: TestCloud, user: String = "berth", project: String = "science"
        ) async throws -> String {
            let server: Document = [
                "name": "somebody", "flavorRef": .text(flavor), "imageRef": .text(cloud["imageID"]),
            ]
            let reply = try await cloud.call(
                "POST", cloud.nova + "/servers", ["server": server], user: user, project: project)
            let id = try #require(reply.body["server"]?["id"]?.text, "\(reply.body)")
            while try await status(id, user, project) == "BUILD" { try await Task.sleep(for: .milliseconds(200)) }
            return id
        }

        private func status(_ id: String, _ user: String, _ project: String) async throws -> String? {
            let cloud = try TestCloud.shared.get()
            let reply = try await cloud.call("GET", cloud.nova + "/servers/\(id)", user: user, project: project)
            return reply.body["server"]?["status"]?.text
        }

        @Test func theFlavorIsGone() async throws {
            let cloud = try TestCloud.shared.get()
            let flavor: Document = ["name": "passing", "id": "f99", "vcpus": 1, "ram": 1024, "disk": 10]
            try await cloud.call("POST", cloud.nova + "/flavors", ["flavor": flavor])
            let view = try await accepted("flavorless") {
                $0.flavors = ["passing"]
            } meanwhile: {
                try await $0.call("DELETE", $0.nova + "/flavors/f99")
                return []
            }
            #expect(view.session.phase == .failed, "\(view.texts)")
            #expect(
                view.texts.contains("The cloud does not take the machine. (Nova: Flavor f99 could not be found"),
                "\(view.texts)")
        }

        @Test func theImageIsGone() async throws {
            let cloud = try TestCloud.shared.get()
            let glance = "http://127.0.0.1:\(cloud["image"])/v2/images"
            let image: Document = [
                "name": "passing", "container_format": "bare", "disk_format": "raw", "visibility": "private",
            ]
            let made = try await cloud.call("POST", glance, image)
            let id = try #require(made.body["id"]?.text)
            // It has no bytes yet: no image that boots.
            let queued = try await cloud.platform("imageless") { $0.image = id }.findings()
            #expect(queued.map(\.found).contains("the image \(id) is queued"), "\(queued)")
            try await cloud.upload(glance + "/\(id)/file")
            let view = try await accepted("imageless") {
                $0.image = id
            } meanwhile: { _ in
                try await cloud.call("DELETE", glance + "/\(id)")
                return []
            }
            #expect(view.session.phase == .failed, "\(view.texts)")
            #expect(
                view.texts.contains("The cloud does not take the machine. (Nova: ") && view.texts.contains("mage"),
                "\(view.texts)")
        }

        @Test func theQuotaIsFull() async throws {
            let view = try await accepted("late", user: "guest") { cloud in
                [try await machine("f0", cloud, user: "guest", project: "small")]
            }
            #expect(view.session.phase == .failed, "\(view.texts)")
            #expect(
                view.texts.contains(
                    "The quota of the cloud's project does not allow the machine any more. (Quota exceeded"),
                "\(view.texts)")
        }

        @Test func theRoomIsGone() async throws {
            let large = "compute: {kind: simple-compute-resource, cores: {min: 4}, memory: {min: 6}}"
            // One has room on each of three hosts.
            let view = try await accepted("roomless", large) { cloud in
                [try await machine("f2", cloud), try await machine("f2", cloud), try await machine("f2", cloud)]
            }
            #expect(view.session.phase == .failed, "\(view.texts)")
            #expect(
                view.texts.contains(
                    "No host of the cloud had room for the flavor c1.large when the machine was to boot."),
                "\(view.texts)")
        }
    }
}
