import BerthBroker
import BerthDocument
import BerthModel
import BerthOpenStack
import BerthPlatform
import BerthScripted
import BerthStorage
import ConformanceKit
import Foundation
import Glibc
import Testing

/// Services that do not let the broker in any more, hang, and come up again.
extension OpenStackTests {
    @Suite(.serialized) struct OpenStackFaultTests {
        private static func broker(
            _ instance: String, _ change: (inout OpenStackSettings) -> Void = { _ in }
        ) async throws -> BrokerOnEngine {
            let cloud = try TestCloud.shared.get()
            return try await BrokerOnEngine(
                try cloud.platform(instance, change), database: cloud.directory + "/\(instance).db")
        }

        private static func answer(_ platform: any Platform) async throws -> Answer {
            let document = try Document.read(Array(SlurmRun.script("true").utf8), as: .yaml)
            return await platform.canIDoThis(
                Question(
                    ExecutionRequest.reading(document, from: .yaml).value, asker: .anonymous,
                    now: Instant(seconds: 1_800_000_000), defaults: .init(), nextID: TestJupyter.newID))
        }

        private static func silence(_ platform: any Platform) async throws -> Silence? {
            if case .silence(let silence) = try await answer(platform) { silence } else { nil }
        }

        @Test func aWrongSecretIsSilenceAndTheCheckSaysWhatToDo() async throws {
            let cloud = try TestCloud.shared.get()
            let file = cloud.directory + "/wrong-secret"
            try #require(
                FileManager.default.createFile(
                    atPath: file, contents: Data("guessed".utf8), attributes: [.posixPermissions: 0o600]))
            let platform = try cloud.platform("wrong") { $0.secretFile = file }
            let silence = try #require(try await Self.silence(platform))
            #expect(silence.message == "The cloud does not let the broker in.")
            let text = await platform.findings().map { "\($0.found); \($0.remedy ?? "")" }.joined(separator: "\n")
            let remedy = "set authURL, applicationCredential and secretFile to what Keystone takes"
            #expect(text.contains(remedy), "\(text)")
            #expect(!(text + "\(silence)").contains("guessed"))
        }

        /// Somebody who comes and goes: an application credential of a user of its own.
        private static func visitor(_ cloud: TestCloud, _ name: String) async throws -> (user: String, id: String) {
            func id(_ body: Document, _ list: String, _ name: String) -> String {
                guard case .list(let items)? = body[list] else { return "" }
                return items.first { $0["name"]?.text == name }?["id"]?.text ?? ""
            }
            func admin(_ method: String, _ path: String, _ body: Document? = nil) async throws -> Document {
                try await cloud.call(method, cloud.keystone + path, body, user: "admin", project: "admin").body
            }
            let user: Document = [
                "name": .text(name), "domain_id": "default", "password": .text(cloud["password"]),
            ]
            let made = try await admin("POST", "/users", ["user": user])
            let person = try #require(made["user"]?["id"]?.text)
            let role = id(try await admin("GET", "/roles"), "roles", "member")
            _ = try await admin("PUT", "/projects/\(cloud["scienceID"])/users/\(person)/roles/\(role)")
            let wanted: Document = ["application_credential": ["name": "b", "secret": .text("secret-of-\(name)")]]
            let credential = try await cloud.call(
                "POST", cloud.keystone + "/users/\(person)/application_credentials", wanted, user: name)
            return (person, try #require(credential.body["application_credential"]?["id"]?.text))
        }

        @Test func aTokenThatIsRevokedIsRenewedOnceAndThenNobodyIsLetIn() async throws {
            let cloud = try TestCloud.shared.get()
            let (person, credential) = try await Self.visitor(cloud, "visitor")
            let keystone = try FaultyEngine(.port(UInt16(cloud["identity"]) ?? 0), failing: .max, .request)
            defer { keystone.stop() }
            let platform = try cloud.platform("revoked", user: "visitor") {
                $0.authURL = keystone.url
                $0.applicationCredential = credential
                $0.factsSeconds = 1
            }
            #expect(try await Self.silence(platform) == nil)
            #expect(keystone.count == 1)
            // Whose password is another one has no token any more; the credential remains.
            let password: Document = ["user": ["password": "another"]]
            try await cloud.call(
                "PATCH", cloud.keystone + "/users/\(person)", password, user: "admin", project: "admin")
            // Services remember for some seconds what they think of a token.
            while keystone.count < 2 { #expect(try await Self.silence(platform) == nil) }
            #expect(try await Self.silence(platform) == nil)
            #expect(keystone.count == 2)
            try await cloud.call("DELETE", cloud.keystone + "/users/\(person)", user: "admin", project: "admin")
            var told = try await Self.silence(platform)
            while told == nil { told = try await Self.silence(platform) }
            #expect(told?.message == "The cloud does not let the broker in.")
            let remedies = await platform.findings().compactMap(\.remedy)
            #expect(remedies.contains("set authURL, applicationCredential and secretFile to what Keystone takes"))
        }

        @Test func aNovaThatHangsSilencesItsPlatformAndStopsNothing() async throws {
            let cloud = try TestCloud.shared.get()
            let platform = try cloud.platform("hung") { $0.callSeconds = 3 }
            let other = try ScriptedPlatform(
                ScriptedSettings(),
                clock: ScriptedClock(now: { SystemWorld().now() }, sleep: { await SystemWorld().sleep(until: $0) }))
            // What it needs to know before it can be quick.
            while try await Self.silence(platform) != nil {}
            let store = try await Self.broker("hung")
            let id = try await store.accepted(SlurmRun.script("echo before; sleep 6; echo after"))
            _ = try await store.session(id, in: [.running])
            kill(cloud.pid(of: "compute"), SIGSTOP)
            let silence: Silence?
            let answer: OfferSetResponse
            do {
                defer { kill(cloud.pid(of: "compute"), SIGCONT) }
                silence = try await Self.silence(platform)
                let both = try Broker(
                    platforms: [platform, other], store: MemoryStore(), settings: BrokerSettings(),
                    world: SystemWorld())
                try await both.start()
                answer = try await both.ask(try BrokerOnEngine.request(SlurmRun.script("true")), as: .anonymous)
                await both.stop()
            }
            #expect(silence?.reason == .tooSlow)
            #expect(silence?.message == "The cloud did not answer in time.")
            #expect(answer.offers.count == 1)
            // The machine ran on, and its end is seen.
            let view = try await store.session(id)
            #expect(view.session.phase == .completed, "\(view.texts)")
            #expect(try await store.output(id) == "before\nafter\n")
            #expect(try await cloud.machines("hung").isEmpty)
            await store.stop()
        }

        @Test func aNovaThatIsStartedAgainInTheMiddleLosesNothing() async throws {
            let cloud = try TestCloud.shared.get()
            let broker = try await Self.broker("again")
            let disk = "storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 1}}]"
            let id = try await broker.accepted(SlurmRun.script("echo before; sleep 3; echo after", disk))
            _ = try await broker.session(id, in: [.running])
            try cloud.restart("compute")
            let view = try await broker.session(id)
            #expect(view.session.phase == .completed, "\(view.texts)")
            #expect(try await broker.output(id) == "before\nafter\n")
            #expect(try await cloud.machines("again").isEmpty)
            #expect(try await cloud.volumes("again").map(\.name) == [])
            await broker.stop()
        }

        @Test func aMachineThatGoesToErrorHasFailed() async throws {
            let cloud = try TestCloud.shared.get()
            let broker = try await Self.broker("error")
            let id = try await broker.accepted(SlurmRun.script("sleep 600"))
            _ = try await broker.session(id, in: [.running])
            let machine = try #require(try await cloud.machines("error").first)
            let error: Document = ["os-resetState": ["state": "error"]]
            try await cloud.call("POST", cloud.nova + "/servers/\(machine.id)/action", error)
            let view = try await broker.session(id)
            #expect(view.session.phase == .failed, "\(view.texts)")
            #expect(
                view.texts.contains(
                    "The cloud says that the machine has failed. (Nova: ERROR, and nothing else)"), "\(view.texts)")
            #expect(try await cloud.machines("error").isEmpty)
            await broker.stop()
        }
    }
}
