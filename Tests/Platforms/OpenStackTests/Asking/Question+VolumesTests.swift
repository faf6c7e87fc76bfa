import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthOpenStack

struct QuestionVolumesTests {
    private func quota(_ gibibytes: Int64, _ used: Int64, volumes: Int64 = -1) throws -> CloudQuota {
        var quota = try CloudQuotaTests.quota()
        let limits: Document = [
            "maxTotalVolumes": .integer(volumes), "totalVolumesUsed": 0,
            "maxTotalVolumeGigabytes": .integer(gibibytes), "totalGigabytesUsed": .integer(used),
        ]
        try quota.take(volumes: ["limits": ["absolute": limits]])
        return quota
    }

    private func question(_ sizes: [Int64]) -> Question {
        var question = QuestionCloudTests.question(storage: sizes.count)
        question.storage = sizes.map { size in
            var storage = SimpleStorage()
            storage.size = IntegerRange(min: size, max: nil)
            return .simple(storage)
        }
        return question
    }

    private func texts(_ obstacles: [Obstacle]) -> [String] {
        obstacles.map { obstacle in
            let change = obstacle.change.map { "\($0.to)" } ?? ""
            let text = obstacle.message(at: Instant(seconds: 0), from: nil).message ?? ""
            return "\(obstacle.rung.name) \(text) \(change)"
        }
    }

    @Test func enough() throws {
        #expect(question([3, 4]).obstacles(ofVolumes: try quota(10, 3)) == [])
        #expect(question([3, 4]).obstacles(ofVolumes: try quota(-1, 3)) == [])
        #expect(question([3, 4]).obstacles(ofVolumes: try CloudQuotaTests.quota()) == [])
    }

    @Test func theLargestWouldHaveToBeSmaller() throws {
        #expect(
            texts(question([3, 4]).obstacles(ofVolumes: try quota(10, 5))) == [
                "notNow storage[1].size.min: 7 GiB of storage are wanted and 5 are left: the project uses 5 of the 10"
                    + " of its quota. integer(2)"
            ])
        #expect(
            texts(question([3, 40]).obstacles(ofVolumes: try quota(10, 8))) == [
                "notYou storage[1].size.min: 43 GiB of storage are wanted; the quota of the project is 10, of which it"
                    + " uses 8. "
            ])
    }

    @Test func tooMany() throws {
        #expect(
            texts(question([1, 1]).obstacles(ofVolumes: try quota(10, 5, volumes: 1))) == [
                "notYou storage: 2 volumes of storage are wanted; the quota of the project is 1, of which it uses 0. "
            ])
    }

    @Test func whatCannotBeRead() throws {
        var quota = try CloudQuotaTests.quota()
        let error = #expect(throws: PlatformError.self) { try quota.take(volumes: [:]) }
        #expect(error?.subject == "Cinder")
    }
}
