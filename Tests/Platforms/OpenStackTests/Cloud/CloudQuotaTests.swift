import BerthDocument
import BerthPlatform
import Testing

@testable import BerthOpenStack

struct CloudQuotaTests {
    static func quota(cores: String = "20, 4", memory: String = "51200, 0", servers: String = "10, 1") throws
        -> CloudQuota
    {
        func members(_ text: String, _ most: String, _ used: String) -> String {
            let words = text.split(separator: ",")
            return "\"\(most)\": \(words[0]), \"\(used)\":\(words[1])"
        }
        let text = [
            members(cores, "maxTotalCores", "totalCoresUsed"), members(memory, "maxTotalRAMSize", "totalRAMUsed"),
            members(servers, "maxTotalInstances", "totalInstancesUsed"),
        ].joined(separator: ", ")
        return try CloudQuota(
            try Document.read(Array("{\"limits\": {\"rate\": [], \"absolute\": {\(text)}}}".utf8), as: .json))
    }

    private var flavor: CloudFlavor {
        CloudFlavor("1", "m", cores: 4, memoryMebibytes: 8192, rootGibibytes: 10)
    }

    @Test func whatIsLeft() throws {
        let quota = try Self.quota(memory: "-1, 7", servers: "1, 3")
        #expect(quota.cores.left == 16)
        #expect(quota.memoryMebibytes.left == .max)
        #expect(quota.servers.left == 0)
    }

    @Test func whatIsShort() throws {
        #expect(try Self.quota().shortages(of: flavor) == [])
        let shortages = try Self.quota(cores: "5, 2", memory: "4096, 0", servers: "1, 1").shortages(of: flavor)
        #expect(shortages.map(\.resource) == [.cores, .memory, .servers])
        #expect(shortages.map(\.passes) == [true, false, true])
    }

    @Test func whatCannotBeRead() {
        let error = #expect(throws: PlatformError.self) { try CloudQuota(["limits": ["absolute": [:]]]) }
        #expect(error?.code == .broken)
        #expect(error?.detail == "its limits have no maxTotalCores")
    }
}
