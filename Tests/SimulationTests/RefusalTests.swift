import BerthDocument
import BerthModel
import BerthPlatform
import Foundation
import SimulationKit
import Testing

@testable import BerthBroker

/// Refusals that were drawn, of a pool, of nodes and of flavors, with and without a share of one person: what a NO
/// tells as a change is a yes when it is made, and not without any part of it.
struct RefusalTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let refusals = environment["BERTH_REFUSALS"].flatMap { Int($0) } ?? 1500
    private static let first = environment["BERTH_FIRST_SEED"].flatMap { UInt64($0) } ?? 1
    private static let ofEachSeed = 200

    /// Of the parts of a set, how many are needed: what would be left out is no yes.
    private struct Score: Sendable {
        var refusals = 0
        var sets = 0
        var failures: [String] = []
        var parts = 0
        var needless = 0
    }

    @Test func `A change that is told makes it a yes, and all of it is needed`() throws {
        var score = Score()
        var seed = Self.first
        while score.refusals < Self.refusals {
            let part = try Self.play(seed)
            score.refusals += part.refusals
            score.sets += part.sets
            score.failures += part.failures
            score.parts += part.parts
            score.needless += part.needless
            seed += 1
        }
        #expect(score.failures.isEmpty, "\(score.failures.prefix(5).joined(separator: "\n"))")
        #expect(score.needless * 100 <= score.parts, "\(score.needless) of \(score.parts) parts are not needed")
        #expect(score.sets > score.refusals, "\(score.sets) sets for \(score.refusals) refusals")
        print("\(score.refusals) refusals, \(score.sets) sets of \(score.parts) parts, \(score.needless) not needed")
    }

    private static func play(_ seed: UInt64) throws -> Score {
        let dice = Dice(seed: seed)
        let form = Self.capacity(dice, seed)
        let capacity = form.largest
        let price = Double(dice.roll(20))
        let stage = try Stage(
            [("here", form)],
            settings: { settings in
                guard seed % 2 == 0 else { return }
                var share = PlatformShare()
                (share.platform, share.cores) = ("here", 1 + dice.roll(UInt64(capacity[.cores])))
                if dice.roll(1) == 0 { share.memory = 1 + dice.roll(UInt64(capacity[.memory] / bytesPerGibibyte)) }
                if dice.roll(2) == 0 { share.sessions = 1 + dice.roll(2) }
                settings.shares["here"] = share
            },
            script: { script in
                script.answer = { question in answer(question, form, price) }
            })
        let score = Locked(Score())
        try stage.play { stage async throws in
            // Others were there before.
            for _ in 0..<dice.roll(6) {
                _ = try await stage.broker.direct(booking(dice, capacity), as: dice.roll(2) == 0 ? .ada : .grace)
            }
            for _ in 0..<ofEachSeed {
                let request = request(dice, capacity, price)
                let answer = try await stage.broker.ask(request, as: .ada)
                if answer.result == .yes {
                    try await reject(answer, stage)
                    continue
                }
                score.withLock { $0.refusals += 1 }
                for set in (answer.meta?.messages ?? []).compactMap({ ChangeSet(reading: $0) }) {
                    try await look(at: set, request, stage, "seed \(seed)", score)
                }
            }
        }
        return score.withLock { $0 }
    }

    private static func look(
        at set: ChangeSet, _ request: ExecutionRequest, _ stage: Stage, _ place: String,
        _ score: borrowing Locked<Score>
    ) async throws {
        // As a client does it: in the document.
        let document = set.applied(to: request.document(for: .json))
        let told = set.changes.map { "\($0.path)=\($0.to.asJSON)" }.joined(separator: ", ")
        let answer = try await stage.broker.ask(ExecutionRequest.reading(document, from: .json).value, as: .ada)
        score.withLock {
            $0.sets += 1
            if answer.result != .yes {
                $0.failures.append("\(place): \(told): \(answer.texts.joined(separator: " "))")
            }
        }
        try await reject(answer, stage)
        for part in set.changes.indices {
            let less = set.removing(at: part)
            guard let without = less.applied(to: request) else { continue }
            let answer = try await stage.broker.ask(without, as: .ada)
            score.withLock {
                $0.parts += 1
                if answer.result == .yes { $0.needless += 1 }
            }
            try await reject(answer, stage)
        }
    }

    private static func reject(_ answer: OfferSetResponse, _ stage: Stage) async throws {
        for offer in answer.offers {
            guard let id = offer.component.meta?.uuid else { continue }
            _ = try await stage.broker.update(id, with: .phase(.rejected), as: .ada)
        }
    }

    private static func capacity(_ dice: Dice, _ seed: UInt64) -> Capacity {
        let all = Resources(
            cores: 1 + dice.roll(31), memoryBytes: (1 + dice.roll(127)).gibibytesInBytes,
            storageBytes: (1 + dice.roll(999)).gibibytesInBytes)
        func sizes() -> [Size] {
            (0...dice.roll(3)).map { index in
                .node(
                    "p\(index)", cores: 1 + dice.roll(31), memory: (1 + dice.roll(127)).gibibytesInBytes,
                    count: dice.roll(1) == 0 ? 1 + dice.roll(2) : nil)
            }
        }
        switch seed % 3 {
        case 0: return Capacity(nodes: sizes(), shared: .storage(all[.storage]))
        case 1: return Capacity(all)
        default: return Capacity(flavors: sizes(), quota: .storage(all[.storage]))
        }
    }

    private static func answer(_ question: Question, _ capacity: Capacity, _ price: Double) -> Answer {
        var cost = Quote()
        cost.type = "euro"
        cost.min = price
        cost.max = price
        let obstacles =
            question.obstaclesOfKind(executables: [.dockerContainer]) + question.obstaclesOfSize(capacity: capacity)
            + question.obstaclesOfQuotes(costs: [.simple(cost)], metrics: [])
        if !obstacles.isEmpty { return .no(obstacles) }
        return .yes(
            question.plans(on: "here", capacity: capacity) { plan in
                plan.preparing = .seconds(30)
                plan.releasing = .seconds(10)
            })
    }

    private static func booking(_ dice: Dice, _ capacity: Resources) -> ExecutionRequest {
        let start = Instant(seconds: 1_800_000_000 + dice.roll(40_000))
        return .cores(
            1 + dice.roll(UInt64(capacity[.cores])), from: start, to: start + .seconds(dice.roll(20_000)),
            for: 600 + dice.roll(20_000))
    }

    /// About as much as there is, up to twice of it, within an hour or a day.
    private static func request(_ dice: Dice, _ capacity: Resources, _ price: Double) -> ExecutionRequest {
        func about(_ most: Int64) -> Int64 { 1 + dice.roll(UInt64(max(1, most * 2))) }
        let start = Instant(seconds: 1_800_000_000 + dice.roll(30_000))
        var request = ExecutionRequest.cores(
            about(capacity[.cores]), memory: about(capacity[.memory] / bytesPerGibibyte), from: start,
            to: start + .seconds(60 + dice.roll(dice.roll(1) == 0 ? 3600 : 86_400)), for: 300 + dice.roll(30_000))
        for _ in 0..<dice.roll(3) {
            var storage = SimpleStorage()
            storage.size = IntegerRange(min: about(capacity[.storage] / bytesPerGibibyte / 2))
            request.storage.append(.simple(storage))
        }
        if dice.roll(3) == 0 { request.storage.append(.stranger(kind: "x:disk", ["kind": "x:disk"])) }
        if dice.roll(2) == 0 {
            var wish = Quote()
            wish.type = "euro"
            wish.max = price - 5 + Double(dice.roll(10))
            request.component.costs = [.simple(wish)]
        }
        if dice.roll(5) == 0 {
            var wish = Quote()
            wish.type = "watt"
            wish.max = 5
            request.component.metrics = [.simple(wish)]
        }
        return request
    }
}
