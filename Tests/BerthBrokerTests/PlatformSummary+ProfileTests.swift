import BerthModel
import BerthPlatform
import Testing

@testable import BerthBroker

struct PlatformSummaryProfileTests {
    private static func profile(_ capacity: Capacity?) -> PlatformProfile {
        PlatformProfile(
            name: "here", kind: "sample", summary: "", executables: [.dockerContainer], capacity: capacity)
    }

    @Test func whatIsFreeStandsBesideWhatThereIs() {
        var all = Resources(cores: 8, memoryBytes: 64, storageBytes: .max)
        all[named: "gpu"] = 4
        var free = Resources(cores: 3, memoryBytes: 64, storageBytes: .max)
        free[named: "gpu"] = 1
        let summary = PlatformSummary(
            Self.profile(Capacity(all)), free: free, last: .init(time: Sample.now, word: "tooSlow"))
        #expect(summary.cores == 8)
        #expect(summary.freeCores == 3)
        #expect(summary.freeMemory == 64)
        // Where nothing bounds it, nobody counts what is free.
        #expect(summary.storage == nil)
        #expect(summary.freeStorage == nil)
        #expect(summary.countables == [CountableAmount("gpu", 4, free: 1)])
        #expect(summary.answered == Sample.now)
        #expect(summary.answer == "tooSlow")
    }

    @Test func whatItCostsAndForWhomItIs() {
        var (euro, energy) = (Price(), Price())
        (euro.type, energy.type) = ("EUR", "kWh")
        var profile = Self.profile(nil)
        profile.prices = PriceList(costs: [euro], metrics: [energy])
        let summary = PlatformSummary(profile, free: nil, last: nil, groups: ["radio"])
        #expect(summary.prices == [euro])
        #expect(summary.footprint == [energy])
        #expect(summary.groups == ["radio"])
        #expect(PlatformSummary(profile, free: nil, last: nil).groups.isEmpty)
    }

    @Test func whoKeepsItsOwnReservationsKnowsAlone() {
        let summary = PlatformSummary(Self.profile(nil), free: nil, last: nil)
        #expect(summary.name == "here")
        #expect(summary.cores == nil)
        #expect(summary.freeCores == nil)
        #expect(summary.answered == nil)
    }
}
