import BerthDocument
import BerthPlatform
import Testing

@testable import ConformanceKit

@Suite struct PlatformConformanceTests {
    @Test func namesEachRuleOnce() {
        let names = PlatformConformance.rules.map(\.name)
        #expect(Set(names).count == names.count)
    }

    @Test(arguments: PlatformConformance.rules)
    func findsNothingInTheScriptedPlatform(_ rule: PlatformConformance.Rule) async throws {
        #expect(await rule.violations(by: try BrokenPlatform(nil).candidate()) == [])
    }

    /// The rule that must speak up for each defect; others may, too.
    static let expected: [(BrokenPlatform.Defect, String)] = [
        (.hasNoKind, "The profile says what the platform is"),
        (.promisesTooLittle, "A yes promises what was asked"),
        (.demandsTooLittle, "A yes promises what was asked"),
        (.saysYesToAll, "A no has reasons, the worst last, with paths of the request"),
        (.sortsWorstFirst, "A no has reasons, the worst last, with paths of the request"),
        (.namesStrangePaths, "A no has reasons, the worst last, with paths of the request"),
        (.offersUselessChanges, "A change takes its reason away"),
        (.countsItsAnswers, "Asking changes nothing"),
        (.reservesWhenAsked, "Asking changes nothing"),
        (.neverEnds, "Work is prepared, started, observed to its end and released"),
        (.succeedsAlways, "Work that fails says so"),
        (.startsTwice, "Every call may be repeated"),
        (.refusesRepeatedRelease, "Every call may be repeated"),
        (.refusesUnknownRelease, "What was never prepared, or only half, can be released"),
        (.forgetsRelease, "What was never prepared, or only half, can be released"),
        (.tellsTheSameState, "A state is told when it is another one"),
        (.ignoresTasks, "A state is told when it is another one"),
        (.preparesToTheEnd, "A cancel ends what is being prepared"),
        (.startsTheCancelled, "What was cancelled does not start"),
        (.ignoresCancel, "A cancel stops what runs"),
        (.losesTheEnded, "A cancel at the end changes nothing"),
        (.endsLogsEarly, "What is written can be read while it is written"),
        (.ignoresOffsets, "What was written can be read in pieces, also after the release"),
        (.dropsLogs, "What was written can be read in pieces, also after the release"),
        (.releasesAll, "Orphans are released and others kept"),
        (.findsNoOrphans, "Orphans are released and others kept"),
        (.leavesWhatFailed, "Whatever call to the engine fails, nothing is left behind"),
        (.cancelsAll, "Two sessions do not disturb each other"),
    ]

    @Test(arguments: expected)
    func findsTheDefect(_ defect: BrokenPlatform.Defect, _ name: String) async throws {
        let rule = try #require(PlatformConformance.rules.first { $0.name == name })
        #expect(await rule.violations(by: try BrokenPlatform(defect).candidate()) != [])
    }

    @Test func everyDefectIsLookedFor() {
        #expect(Set(Self.expected.map(\.0)) == Set(BrokenPlatform.Defect.allCases))
    }

    @Test func everyRuleFindsSomething() {
        #expect(Set(Self.expected.map(\.1)) == Set(PlatformConformance.rules.map(\.name)))
    }

    @Test func whoNamesNoFaultsIsTold() async throws {
        var candidate = try BrokenPlatform(nil).candidate()
        candidate.faults = nil
        let rule = try #require(PlatformConformance.rules.first { $0.name.hasPrefix("Whatever call") })
        #expect(
            await rule.violations(by: candidate) == [
                "nothing says how calls to its engine can be made to fail: set faults, or hasNoEngine"
            ])
        let platform = candidate.platform
        candidate.faults = CallFaults { _, _ in CallFaults.Faulty(platform) { false } }
        #expect(
            await rule.violations(by: candidate) == [
                "no call to its engine failed (request), so nothing was tried",
                "no call to its engine failed (answer), so nothing was tried",
            ])
        candidate.hasNoEngine = true
        #expect(await rule.violations(by: candidate) == [])
    }

    @Test func whatIsLeftIsAViolation() async throws {
        var candidate = try BrokenPlatform(nil).candidate()
        candidate.leftovers = { ["a file"] }
        let rule = try #require(PlatformConformance.rules.first)
        #expect(await rule.violations(by: candidate) == ["left behind: a file"])
    }
}
