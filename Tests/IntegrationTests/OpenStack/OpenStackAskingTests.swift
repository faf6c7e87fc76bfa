import BerthDocument
import BerthModel
import BerthOpenStack
import BerthPlatform
import Testing

/// What the platform answers on a real cloud.
extension OpenStackTests {
    @Suite(.serialized) struct OpenStackAskingTests {
        /// One that has its token already.
        private static let platform = Result { try TestCloud.shared.get().platform("asking") }

        private static func question(_ rest: String) throws -> Question {
            let document = try Document.read(Array(SlurmRun.script("true", rest).utf8), as: .yaml)
            return Question(
                ExecutionRequest.reading(document, from: .yaml).value, asker: .anonymous,
                now: Instant(seconds: 1_800_000_000), defaults: .init(), nextID: TestJupyter.newID)
        }

        private static func size(_ cores: Int, _ memory: Int) -> String {
            "compute: {kind: simple-compute-resource, cores: {min: \(cores)}, memory: {min: \(memory)}}"
        }

        /// Offers as flavors with their cores, a NO as its reasons.
        private static func answer(_ platform: OpenStackPlatform, _ rest: String) async throws -> [String] {
            switch await platform.canIDoThis(try question(rest)) {
            case .yes(let plans):
                return plans.map { "\($0.place ?? "") \($0.demand[.cores]) \($0.demand[.memory] >> 20)" }
            case .no(let obstacles):
                return obstacles.map {
                    "\($0.rung.name) \($0.message(at: Instant(seconds: 0), from: nil).message ?? "")"
                }
            case .silence(let silence):
                return ["silence \(silence.reason.rawValue) \(silence.message) \(silence.detail ?? "")"]
            }
        }

        private static func messages(_ platform: OpenStackPlatform, _ rest: String) async throws -> String {
            guard case .yes(let plans) = await platform.canIDoThis(try question(rest)) else { return "" }
            return plans[0].messages.compactMap(\.message).joined(separator: "\n")
        }

        @Test func theFlavorsThatFitTheClosestFirst() async throws {
            let platform = try Self.platform.get()
            // g1.medium has a GPU, which is not for those who need none; c1.huge is over the quota.
            #expect(
                try await Self.answer(platform, Self.size(2, 3)) == [
                    "c1.medium 2 4096", "c1.large 4 6144", "g1.medium 2 4096",
                ])
            let messages = try await Self.messages(platform, Self.size(2, 3))
            #expect(messages.contains("The flavor c1.medium has 2 cores and 4 GiB of memory."), "\(messages)")
            #expect(messages.contains("20 GiB of disk"), "\(messages)")
            #expect(messages.contains("Placement sees room on 3 hosts now"), "\(messages)")
        }

        @Test func aGPUIsCountedAndOneHostHasIt() async throws {
            let platform = try Self.platform.get()
            let gpu = "https://www.purl.org/berth/schema/v1.0/countables/gpu-a100"
            let wish = "metrics: [{kind: simple-minmax-float-metric, type: \"\(gpu)\", min: 1}]"
            #expect(try await Self.answer(platform, wish) == ["g1.medium 2 4096"])
            #expect(try await Self.messages(platform, wish).contains("room on one host now"))
        }

        @Test func moreThanAnyFlavorHas() async throws {
            let platform = try Self.platform.get()
            let answer = try await Self.answer(platform, Self.size(65, 1))
            #expect(answer.count == 1 && answer[0].hasPrefix("never compute.cores.min"), "\(answer)")
            #expect(answer[0].contains("64"), "\(answer)")
        }

        @Test func overTheQuotaOfTheProject() async throws {
            let platform = try TestCloud.shared.get().platform("small", user: "guest")
            #expect(
                try await Self.answer(platform, Self.size(1, 1)) == [
                    "c1.small 1 1024", "c1.medium 2 4096", "g1.medium 2 4096",
                ])
            #expect(
                try await Self.answer(platform, Self.size(3, 1)) == [
                    "notYou compute.cores.min: the flavor c1.large takes 4 cores; the quota of the project is 3, of"
                        + " which it uses 0.",
                    "notYou compute.memory.min: the flavor c1.large takes 6144 MiB of memory; the quota of the project"
                        + " is 5000, of which it uses 0.",
                ])
        }

        @Test func noHostHasRoom() async throws {
            let cloud = try TestCloud.shared.get()
            let project = try await cloud.call("GET", cloud.keystone + "/auth/projects")
            guard case .list(let projects)? = project.body["projects"] else { return }
            let id = try #require(projects.first { $0["name"]?.text == "science" }?["id"]?.text)
            // Quota is not what stands in the way of what no host has.
            let quota: (Int64) -> Document = { ["quota_set": ["cores": .integer($0), "ram": .integer($0 * 2560)]] }
            try await cloud.call("PUT", cloud.nova + "/os-quota-sets/\(id)", quota(100))
            let answer = try await Self.answer(try cloud.platform("asking"), Self.size(64, 64))
            try await cloud.call("PUT", cloud.nova + "/os-quota-sets/\(id)", quota(20))
            #expect(
                answer == [
                    "notNow compute: Placement sees no host now with room for the flavor c1.huge: 64 cores, 65536 MiB"
                        + " of memory and 100 GiB of disk; others are on them."
                ])
        }

        @Test func whoMayNotAskPlacementIsToldSo() async throws {
            let platform = try TestCloud.shared.get().platform("member", user: "member")
            let messages = try await Self.messages(platform, Self.size(1, 1))
            #expect(
                messages.contains(
                    "found out when the machine boots: the cloud does not let the broker ask Placement."), "\(messages)"
            )
        }

        @Test func withoutCinderThereIsNoStorage() async throws {
            // Its second region has none.
            let platform = try TestCloud.shared.get().platform("asking") { $0.region = "RegionTwo" }
            let why =
                "this cloud has no volumes, for it has no Cinder; a machine has the disk of its flavor, and what is on"
                + " it goes with the machine."
            #expect(
                try await Self.answer(platform, "storage: [{kind: simple-storage-resource, size: {min: 1}}]") == [
                    "never storage[0]: \(why)"
                ])
            let data = "data: [{kind: simple-data-resource, location: \"http://127.0.0.1:1/f\"}]"
            #expect(try await Self.answer(platform, data) == ["never data[0]: \(why)"])
        }

        @Test func whatTheSettingsNameAndTheCloudHasNot() async throws {
            let cloud = try TestCloud.shared.get()
            let platform = try cloud.platform("asking") {
                $0.image = "windows"
                $0.network = "nowhere"
            }
            #expect(
                try await Self.answer(platform, "") == [
                    "notAllowed executable: no machine of this site can run anything: the cloud has no image windows.",
                    "notAllowed executable: no machine of this site can run anything: the cloud has no network"
                        + " nowhere.",
                ])
            let byID = try cloud.platform("asking") { $0.image = cloud["imageID"] }
            #expect(try await Self.answer(byID, "").first == "c1.small 1 1024")
        }

        @Test func wrongCredentialsAreSilenceWithWordsForTheAdministrator() async throws {
            let platform = try TestCloud.shared.get().platform("asking") { $0.applicationCredential = "0123" }
            let answer = try await Self.answer(platform, "")
            #expect(answer[0].hasPrefix("silence unreachable The cloud does not let the broker in."), "\(answer)")
            #expect(answer[0].contains("/v3/auth/tokens was answered with status 404: Could not find"), "\(answer)")
            #expect(!answer[0].contains("secret-of"), "\(answer)")
        }

        @Test func aPasswordDoesAsWell() async throws {
            let cloud = try TestCloud.shared.get()
            var settings = try cloud.settings("asking")
            settings.applicationCredential = nil
            settings.secretFile = nil
            settings.user = "berth"
            settings.project = "science"
            let password = cloud["password"]
            let platform = try OpenStackPlatform(settings) { $0 == "OS_PASSWORD" ? password : nil }
            #expect(try await Self.answer(platform, Self.size(4, 6)) == ["c1.large 4 6144"])
        }

        @Test func aCheckSaysWhatIsThereAndWhatIsMissing() async throws {
            let cloud = try TestCloud.shared.get()
            let well = await (try cloud.platform("check")).findings()
            #expect(well.filter { !$0.isWell } == [])
            #expect(
                well.map(\.subject) == [
                    "keystone", "nova", "glance", "neutron", "placement", "cinder", "flavors", "image", "network",
                    "quota", "room", "state directory",
                ])
            let texts = well.map(\.found)
            #expect(texts.contains("lets in berth of the project science"), "\(texts)")
            #expect(texts.contains { $0.contains("0 of 20 volumes, 0 of 400 GiB of them") }, "\(texts)")
            #expect(texts.contains { $0.hasPrefix("5: c1.huge, c1.large") }, "\(texts)")
            let other = await (try cloud.platform("check") { $0.region = "RegionTwo" }).findings()
            #expect(other.map(\.found).contains("not there: requests for storage are refused"))
            let missing = await (try cloud.platform("check") { $0.image = "windows" }).findings()
            #expect(missing.filter { !$0.isWell }.map(\.remedy) == ["name another in image, or upload it"])
        }
    }
}
