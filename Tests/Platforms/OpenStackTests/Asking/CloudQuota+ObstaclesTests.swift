import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthOpenStack

struct CloudQuotaObstaclesTests {
    private let flavor = CloudFlavor("1", "c1.large", cores: 4, memoryMebibytes: 8192, rootGibibytes: 10)

    private func texts(_ quota: CloudQuota) -> [String] {
        quota.shortages(of: flavor).map { shortage in
            let obstacle = shortage.obstacle(flavor, change: nil)
            let message = obstacle.message(at: Instant(seconds: 0), from: nil).message ?? ""
            return "\(obstacle.rung.name) \(message) (\(obstacle.couldChange ?? ""))"
        }
    }

    @Test func nowOrNotForThisProject() throws {
        #expect(
            texts(try CloudQuotaTests.quota(cores: "10, 8", memory: "4096, 1024", servers: "1, 1")) == [
                "notNow compute.cores.min: the flavor c1.large takes 4 cores and 2 are left: the project uses 8 of the"
                    + " 10 of its quota. (who administers the quotas of the cloud)",
                "notYou compute.memory.min: the flavor c1.large takes 8192 MiB of memory; the quota of the project is"
                    + " 4096, of which it uses 1024. (who administers the quotas of the cloud)",
                "notNow compute: the flavor c1.large takes 1 machine and 0 are left: the project uses 1 of the 1 of its"
                    + " quota. (who administers the quotas of the cloud)",
            ])
    }

    @Test func whatWouldDo() throws {
        let small = CloudFlavor("2", "small", cores: 2, memoryMebibytes: 8192, rootGibibytes: 10)
        let question = QuestionCloudTests.question(cores: 4)
        let cores = try CloudQuotaTests.quota(cores: "10, 8").shortages(of: flavor)
        #expect(question.change(to: small, for: cores)?.to == .integer(2))
        #expect(question.change(to: nil, for: cores) == nil)
        let both = try CloudQuotaTests.quota(cores: "10, 8", memory: "4096, 0").shortages(of: flavor)
        #expect(question.change(to: small, for: both) == nil)
        let servers = try CloudQuotaTests.quota(servers: "1, 1").shortages(of: flavor)
        #expect(question.change(to: small, for: servers) == nil)
    }
}
