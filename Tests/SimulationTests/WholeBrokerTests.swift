import BerthModel
import Glibc
import SimulationKit
import Testing

@testable import BerthBroker

/// Whole lives of a broker under everything that can go wrong at once, and an auditor who reads every write.
@Suite struct WholeBrokerTests {
    /// More of them with `BERTH_SEEDS=10000`, others with `BERTH_FIRST_SEED=1000000`; `BERTH_TRACE=1` prints what
    /// happened.
    private static let seeds = number("BERTH_SEEDS", or: 100)
    private static let firstSeed = number("BERTH_FIRST_SEED", or: 1)

    private static func number(_ name: String, or fallback: UInt64) -> UInt64 {
        getenv(name).flatMap { UInt64(String(cString: $0)) } ?? fallback
    }

    private static func life(_ seed: UInt64) -> Life {
        var dice = SplitMix64(seed: seed)
        var life = Life(seed: seed)
        life.faults.longestDelay = TimeSpan(milliseconds: Int64(dice.next() % 200))
        // A third of the lives is calm: what fails there has no excuse.
        if seed % 3 == 0 {
            (life.fails, life.hangs) = (0, 0)
        } else {
            life.faults.beforeWrite = Int(dice.next() % 100)
            life.faults.afterWrite = Int(dice.next() % 100)
            life.faults.read = Int(dice.next() % 50)
            life.deaths = (0..<Int(dice.next() % 4)).map { _ in Int(dice.next() % 60) + 1 }
        }
        return life
    }

    /// In two halves, one for each core.
    @Test(arguments: [0, 1] as [UInt64])
    func everyPromiseIsKeptWhateverHappens(half: UInt64) throws {
        var ends: [SessionPhase: Int] = [:]
        var deaths = 0
        for seed in Self.firstSeed..<(Self.firstSeed + Self.seeds) where seed % 2 == half {
            do {
                let outcome = try Self.life(seed).run()
                if getenv("BERTH_TRACE") != nil { print(outcome.trace.joined(separator: "\n")) }
                #expect(outcome.violations == [], "BERTH_FIRST_SEED=\(seed) BERTH_SEEDS=1")
                ends.merge(outcome.ends, uniquingKeysWith: +)
                deaths += outcome.deaths
            } catch {
                Issue.record("BERTH_FIRST_SEED=\(seed) BERTH_SEEDS=1: \(error)")
            }
        }
        // The lives were worth living: everything that can happen did.
        if Self.seeds >= 100 {
            #expect(Set(ends.keys) == [.completed, .failed, .cancelled, .rejected, .expired])
            #expect(deaths > 10)
        }
    }

    @Test(arguments: [1, 2, 3, 4, 5, 7] as [UInt64])
    func theSameSeedGivesTheSameTrace(seed: UInt64) throws {
        let (first, second) = (try Self.life(seed).run(), try Self.life(seed).run())
        #expect(first.trace.count > 100)
        let difference = zip(first.trace, second.trace).enumerated().first { $0.element.0 != $0.element.1 }
        #expect(difference.map { "\($0.offset): \($0.element)" } == nil)
        #expect(first.trace.count == second.trace.count)
    }

    /// Dies at the first write, at the second, and so on, until a life has no more writes.
    @Test func afterADeathAtEveryDurableStepEverythingIsFoundAgain() throws {
        var number = 1
        while true {
            var life = Life(seed: 11)
            (life.users, life.roundsOfEach, life.fails, life.hangs) = (3, 3, 0, 0)
            life.deaths = [number]
            let outcome = try life.run()
            #expect(outcome.violations == [], "died at write \(number)")
            if outcome.deaths == 0 { break }
            number += 1
        }
        #expect(number > 30, "each step of each session is a write")
    }
}
