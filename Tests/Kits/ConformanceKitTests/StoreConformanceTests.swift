import BerthBroker
import Testing

@testable import ConformanceKit

@Suite struct StoreConformanceTests {
    @Test func namesEachRuleOnce() {
        let names = StoreConformance.rules.map(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test(arguments: StoreConformance.rules)
    func findsNothingInTheMemoryStore(_ rule: StoreConformance.Rule) async {
        #expect(await rule.violations(by: MemoryStore()) == [])
    }

    /// The rule that must speak up for each defect; others may, too.
    static let expected: [(BrokenStore.Defect, String)] = [
        (.dropsLastByte, "What is inserted is read back unchanged"),
        (.forgetsOwner, "What is inserted is read back unchanged"),
        (.insertsHalves, "An insert adds everything or nothing"),
        (.overwrites, "An insert adds everything or nothing"),
        (.refusesWithAnotherCode, "An insert adds everything or nothing"),
        (.reversesOfferSets, "The sessions of an offer set keep the order of their insertion"),
        (.ignoresRevisions, "A session is replaced only at the revision before"),
        (.replacesHalves, "A replace changes everything or nothing"),
        (.doesNotCount, "A replace that is about a whole offer set is refused when another joined"),
        (.joinsTheDecided, "Offers join a set only as long as nobody changed it"),
        (.amendsHalves, "Offers join a set only as long as nobody changed it"),
        (.refusesMoves, "A session stays in its offer set"),
        (.ignoresPhases, "Sessions are listed latest first, by owner and phase"),
        (.listsOldestFirst, "Sessions are listed latest first, by owner and phase"),
        (.ignoresCursor, "Pages meet without gap or overlap"),
        (.repeatsEqualInstants, "Pages meet without gap or overlap"),
        (.findsTheEnded, "Unfinished sessions are found, oldest first"),
        (.forgetsLatestFirst, "Forgetting takes the ended, the earliest first, up to its limit"),
        (.forgetsTooMany, "Forgetting takes the ended, the earliest first, up to its limit"),
        (.keepsEmptyOfferSets, "Forgetting takes offer sets that have none left"),
        (.cutsLargeBodies, "A body of 1 MiB is kept"),
        (.keepsOnly1000, "10,000 sessions are kept"),
        (.letsOthersIn, "Of two replaces at the same time exactly one wins"),
        (.readsLate, "A read sees every write that has returned"),
        (.replacesHalves, "No read sees half a write"),
        (.worksAfterClosing, "After closing every call throws closed"),
        (.losesWritesAtClosing, "Closing waits for what is being written"),
    ]

    @Test(arguments: expected)
    func findsTheDefect(_ defect: BrokenStore.Defect, _ name: String) async throws {
        let rule = try #require(StoreConformance.rules.first { $0.name == name })
        #expect(await rule.violations(by: BrokenStore(defect)) != [])
    }

    @Test func everyDefectIsLookedFor() {
        #expect(Set(Self.expected.map(\.0)) == Set(BrokenStore.Defect.allCases))
    }

    @Test func whatAStoreThrowsIsAViolation() async throws {
        let store = MemoryStore()
        await store.close()
        let rule = try #require(StoreConformance.rules.first)
        #expect(await rule.violations(by: store) == ["threw The store is closed."])
    }
}
