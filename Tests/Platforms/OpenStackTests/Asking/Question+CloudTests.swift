import BerthModel
import BerthPlatform
import Testing

@testable import BerthOpenStack

struct QuestionCloudTests {
    static func question(cores: Int64 = 1, memory: Int64 = 1, storage: Int = 0) -> Question {
        var request = ExecutionRequest()
        var script = BatchScript()
        script.script = "true"
        request.executable = .batchScript(script)
        var compute = SimpleCompute()
        compute.cores = IntegerRange(min: cores, max: nil)
        compute.memory = IntegerRange(min: memory, max: nil)
        request.compute = .simple(compute)
        request.storage = (0..<storage).map { _ in .simple(SimpleStorage()) }
        var number: UInt64 = 0
        return Question(request, asker: .anonymous, now: Instant(seconds: 0), defaults: .init()) {
            number += 1
            return UUID(random: 1, number)
        }
    }

    private func facts(_ change: (inout CloudFacts) -> Void) -> CloudFacts {
        let flavors = [
            CloudFlavor("1", "small", cores: 1, memoryMebibytes: 2048, rootGibibytes: 10),
            CloudFlavor("2", "wide", cores: 8, memoryMebibytes: 2048, rootGibibytes: 10),
            CloudFlavor("3", "large", cores: 8, memoryMebibytes: 8192, rootGibibytes: 10),
        ]
        var facts = CloudFacts(
            flavors: flavors, image: .missing("the cloud has no image x"), network: .here(.auto), hasVolumes: true)
        change(&facts)
        return facts
    }

    @Test func whatTheCloudHasNot() {
        func texts(_ facts: CloudFacts) -> [String] {
            Self.question(storage: 1).obstacles(of: facts).map { obstacle in
                "\(obstacle.rung.name) \(obstacle.message(at: Instant(seconds: 0), from: nil).message ?? "")"
            }
        }
        #expect(
            texts(facts { _ in }) == [
                "notAllowed executable: no machine of this site can run anything: the cloud has no image x."
            ])
        #expect(
            texts(
                facts {
                    $0.hasVolumes = false
                    $0.network = .missing("gone")
                }) == [
                    "notAllowed executable: no machine of this site can run anything: the cloud has no image x.",
                    "notAllowed executable: no machine of this site can run anything: gone.",
                    "never storage[0]: this cloud has no volumes, for it has no Cinder; a machine has the disk of its"
                        + " flavor, and what is on it goes with the machine.",
                ])
    }

    @Test func theLargest() {
        #expect(facts { _ in }.largest { _ in true }?.name == "large")
        #expect(facts { _ in }.largest { $0.memoryMebibytes < 4096 }?.name == "wide")
        #expect(facts { _ in }.largest { _ in false } == nil)
    }
}
