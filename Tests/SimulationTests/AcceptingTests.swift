import BerthModel
import BerthPlatform
import BerthReservations
import Glibc
import SimulationKit
import Testing

@testable import BerthBroker

/// A thousand who accept the offers of one set at the same time: one offer wins, everybody else is told who holds it,
/// and nothing but what the winner needs stays booked.
struct AcceptingTests {
    /// More of them with `BERTH_ROUNDS=1000`, others with `BERTH_FIRST_SEED=1000000`.
    private static let rounds = number("BERTH_ROUNDS", or: 200)
    private static let first = number("BERTH_FIRST_SEED", or: 1)

    private static func number(_ name: String, or fallback: UInt64) -> UInt64 {
        getenv(name).flatMap { UInt64(String(cString: $0)) } ?? fallback
    }

    private static let accepts = 1000

    /// In two halves, one for each core.
    @Test(arguments: [0, 1] as [UInt64])
    func `Of a thousand accepts at the same time one wins`(half: UInt64) throws {
        var winners: Set<Int> = []
        for seed in Self.first..<(Self.first + Self.rounds) where seed % 2 == half {
            winners.insert(try Self.round(seed))
        }
        #expect(winners.count > 1 || Self.rounds < 20, "it is not always the same one")
    }

    /// - Returns: the place of the winner.
    private static func round(_ seed: UInt64) throws -> Int {
        // As many as one answer holds, or a few more or less; now and then two, or one for each who accepts.
        let count = seed % 250 == 0 ? accepts : seed % 50 == 0 ? 2 : 8 + Int(seed % 13)
        let stage = try Stage(
            capacities: ["here": .cores(8), "there": .cores(8)], seed: seed, order: .shuffled,
            settings: { settings in
                settings.offersPerAnswer = count
                settings.unfinishedPerPerson = 2 * accepts
            })
        for (index, platform) in stage.platforms.enumerated() {
            platform.change { $0.answer = { .yes(plans(count / 2 + (index == 0 ? count % 2 : 0), $0, platform)) } }
        }
        // Mostly the first has won before others look; now and then many see the same offers, and the store decides.
        if seed % 25 == 0 {
            var faults = FaultyStore.Faults()
            faults.longestDelay = TimeSpan(milliseconds: 2)
            stage.store.setFaults(faults)
        }
        return try stage.play { stage async throws in
            let offers = try await stage.offers(.cores(4, for: 600))
            #expect(offers.count == count, "seed \(seed)")
            let told = await accepted(offers, by: stage.broker)
            let winner = try #require(offers.firstIndex { told[$0]?.keys.contains(won) ?? false }, "seed \(seed)")
            for offer in offers {
                let loss =
                    "The offer \(offer) was rejected because \(offers[winner]) of the same set was accepted."
                #expect(told[offer].map { Set($0.keys) } == [offer == offers[winner] ? won : loss], "seed \(seed)")
            }
            #expect(told.values.reduce(0) { $0 + $1.values.reduce(0, +) } == accepts)
            try await look(at: offers, winner, stage, "seed \(seed)")
            return winner
        }
    }

    private static let won = "won"

    /// That many ways to do the same, which differ in their price.
    private static func plans(_ count: Int, _ question: Question, _ platform: SimulatedPlatform) -> [Plan] {
        (0..<count).map { number in
            var plan = Plan.plain(question, on: platform.profile.name)
            var cost = Quote()
            cost.min = Double(number)
            plan.costs = [.simple(cost)]
            return plan
        }
    }

    /// What each was told, and how often.
    static func accepted(_ offers: [UUID], by broker: Broker) async -> [UUID: [String: Int]] {
        await withTaskGroup(of: (UUID, String).self) { group in
            for number in 0..<accepts {
                let offer = offers[number % offers.count]
                group.addTask {
                    do throws(BrokerError) {
                        let session = try await broker.update(offer, with: .phase(.accepted), as: .ada).session
                        return (offer, session.component.meta?.uuid == offer ? won : "another one was accepted")
                    } catch {
                        return (offer, error.message)
                    }
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0, default: [:]][$1.1, default: 0] += 1 }
        }
    }

    /// Whether all that is booked is what the winner needs.
    private static func look(at offers: [UUID], _ winner: Int, _ stage: Stage, _ place: String) async throws {
        let record = try #require(stage.auditor.records.first { $0.id == offers[winner] })
        let (here, other) = record.plan.platform == "here" ? ("here", "there") : ("there", "here")
        #expect(stage.held(on: other) == 0, "\(place)")
        #expect(stage.held(on: here) == 1, "\(place)")
        let page = try #require(stage.broker.memory.withLock { $0.ledger.page(of: here) })
        let start = record.held.start.seconds
        // Eight cores less the four of the winner, from the second at which it begins to that at which it ends.
        for (second, cores) in [(start, 4), (start + 599, 4), (start + 600, 8)] as [(Int64, Int64)] {
            let free = page.resources(page.rooms.free(during: Slot(start: second, end: second + 1), in: nil))
            #expect(free[.cores] == cores, "\(place), \(second - start) s after the start")
        }
        #expect(stage.broker.figures.unfinished[.offered] == 0, "\(place)")
    }
}
