import BerthDocument
import BerthModel
import BerthOpenStack
import BerthPlatform
import Testing

/// Architectures, features and accelerators: what flavors require of hosts, and which hosts have it as Placement says.
extension OpenStackTests {
    @Suite(.serialized) struct OpenStackFeatureTests {
        private static let platform = Result {
            try TestCloud.shared.get().platform("features") {
                $0.flavors = TestCloud.plainFlavors + ["t1.fast", "t1.avx"]
            }
        }

        private static func compute(_ rest: String) -> String {
            "compute: {kind: accelerated-compute-resource, cores: {min: 1}, memory: {min: 1}, \(rest)}"
        }

        private static func answer(_ platform: OpenStackPlatform, _ rest: String) async throws -> Answer {
            let document = try Document.read(Array(SlurmRun.script("true", rest).utf8), as: .yaml)
            return await platform.canIDoThis(
                Question(
                    ExecutionRequest.reading(document, from: .yaml).value, asker: .anonymous,
                    now: Instant(seconds: 1_800_000_000), defaults: .init(), nextID: TestJupyter.newID))
        }

        private static func flavors(_ rest: String) async throws -> [String] {
            switch try await answer(platform.get(), rest) {
            case .yes(let plans):
                return plans.map { plan in
                    let hosts = plan.messages.compactMap(\.message).first { $0.contains("Placement sees room on") }
                    return "\(plan.place ?? "") \(hosts?.split(separator: " ").dropFirst(4).first ?? "")"
                }
            case .no(let obstacles):
                return obstacles.map {
                    "\($0.rung.name) \($0.message(at: Instant(seconds: 0), from: nil).message ?? "")"
                }
            case .silence(let silence): return ["silence \(silence.message) \(silence.detail ?? "")"]
            }
        }

        @Test func aFeatureIsATraitThatAFlavorRequires() async throws {
            // Two hosts have such processors; one of these has the disk.
            #expect(try await Self.flavors(Self.compute("features: [avx2]")) == ["t1.avx 2", "t1.fast one"])
            #expect(try await Self.flavors(Self.compute("features: [avx2, fast-disk]")) == ["t1.fast one"])
        }

        @Test func anAcceleratorOfAClassOfResourcesWithFeatures() async throws {
            let gpu = "accelerators: [{model: gpu-a100, count: {min: 1}}]"
            #expect(try await Self.flavors(Self.compute(gpu)) == ["t1.fast one", "g1.medium one"])
            #expect(try await Self.flavors(Self.compute(gpu + ", features: [fast-disk]")) == ["t1.fast one"])
        }

        @Test func theArchitectureIsTheOneOfTheImage() async throws {
            #expect(try await Self.flavors(Self.compute("architecture: amd64")).first == "c1.small 3")
            #expect(
                try await Self.flavors(Self.compute("architecture: arm64")) == [
                    "never compute.architecture: arm64 is wanted, this platform has amd64."
                ])
        }

        @Test func whatNoFlavorHasIsToldWithWhatThereIs() async throws {
            let rest = Self.compute("features: [avx2, sve]")
            #expect(
                try await Self.flavors(rest) == [
                    "never compute.features[1]: sve is wanted, the features of this platform are avx2, fast-disk."
                ])
            guard case .no(let obstacles) = try await Self.answer(Self.platform.get(), rest) else { return }
            #expect(obstacles[0].change?.path == ["compute", "features", .index(1)])
        }

        @Test func featuresThatNoFlavorHasTogether() async throws {
            let platform = try TestCloud.shared.get().platform("features") { $0.flavors = ["t1.avx", "t1.odd"] }
            let answer = try await Self.answer(platform, Self.compute("features: [avx2, nobody-has-this]"))
            guard case .no(let obstacles) = answer else {
                Issue.record("\(answer)")
                return
            }
            #expect(
                obstacles.map { $0.message(at: Instant(seconds: 0), from: nil).message ?? "" } == [
                    "compute.features: no flavor of this cloud has avx2, nobody-has-this together."
                ])
        }

        @Test func aTraitThatPlacementDoesNotKnowStandsInTheWayOfItsFlavorOnly() async throws {
            let platform = try TestCloud.shared.get().platform("features") { $0.flavors = ["t1.avx", "t1.odd"] }
            guard case .yes(let plans) = try await Self.answer(platform, "") else {
                Issue.record("one flavor with a wrong trait silences the cloud")
                return
            }
            #expect(plans.map(\.place) == ["t1.avx"])
            let answer = try await Self.answer(platform, Self.compute("features: [nobody-has-this]"))
            guard case .no(let obstacles) = answer else {
                Issue.record("\(answer)")
                return
            }
            let text = obstacles[0].message(at: Instant(seconds: 0), from: nil).message ?? ""
            #expect(
                text.hasPrefix("compute: no host can have the flavor t1.odd: ")
                    && text.contains("CUSTOM_NOBODY_HAS_THIS"), "\(text)")
        }
    }
}
