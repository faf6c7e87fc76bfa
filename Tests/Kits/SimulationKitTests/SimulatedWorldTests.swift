import BerthBroker
import BerthModel
import Glibc
import Testing

@testable import SimulationKit

@Suite struct SimulatedWorldTests {
    /// What happened, in order.
    private final class Trace: Sendable {
        private let lines = Locked<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    private actor Account {
        private(set) var steps: [Int] = []
        func add(_ step: Int) { steps.append(step) }
    }

    @Test func identifiersFollowFromTheSeed() {
        let one = SimulatedWorld(seed: 1)
        let same = SimulatedWorld(seed: 1)
        let other = SimulatedWorld(seed: 2)
        let ids = (0..<100).map { _ in one.nextID() }
        #expect(ids == (0..<100).map { _ in same.nextID() })
        #expect(Set(ids).isDisjoint(with: (0..<100).map { _ in other.nextID() }))
        #expect(Set(ids).count == 100)
        #expect(ids.allSatisfy { $0.high >> 12 & 0xF == 4 && $0.low >> 62 == 0b10 }, "version 4")
    }

    @Test func sleepersWakeInOrderEachAtItsInstant() throws {
        let world = SimulatedWorld(seed: 1, now: Instant(seconds: 100))
        let trace = Trace()
        let end = try world.run {
            await withTaskGroup(of: Void.self) { group in
                for (name, second) in [("c", 130), ("a", 110), ("past", 50), ("b", 120), ("a2", 110)]
                    as [(String, Int64)]
                {
                    group.addTask {
                        await world.sleep(until: Instant(seconds: second))
                        trace.add("\(name) \(world.now().seconds)")
                    }
                }
            }
            return world.now()
        }
        #expect(trace.all == ["past 100", "a 110", "a2 110", "b 120", "c 130"])
        #expect(end == Instant(seconds: 130))
    }

    @Test func aDayPassesAtOnceForTasksThatNobodyWaitsFor() throws {
        let world = SimulatedWorld(seed: 1, now: Instant(seconds: 0))
        let account = Account()
        try world.run {
            // Unstructured on purpose: brokers start work that outlives the call.
            Task {
                for hour in 1...48 {
                    await world.sleep(until: Instant(seconds: Int64(hour) * 3600))
                    Task.detached { await account.add(hour) }
                }
            }
            await world.advance(by: TimeSpan(seconds: 24 * 3600))
            #expect(await account.steps == Array(1...24))
            await world.advance(to: Instant(seconds: 30 * 3600))
            #expect(await account.steps == Array(1...30))
        }
        #expect(world.now() == Instant(seconds: 30 * 3600))
    }

    @Test func cancellingWakesASleeperAtOnce() throws {
        let world = SimulatedWorld(seed: 1, now: Instant(seconds: 0))
        try world.run {
            let sleeper = Task {
                await world.sleep(until: Instant(seconds: 1000))
                return (world.now().seconds, Task.isCancelled)
            }
            await world.advance(to: Instant(seconds: 10))
            sleeper.cancel()
            let (second, isCancelled) = await sleeper.value
            #expect(second == 10)
            #expect(isCancelled)
            await world.advance(to: Instant(seconds: 2000))
            // A task that is cancelled already does not sleep at all.
            let cancelled = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                await world.sleep(until: .latest)
                return world.now().seconds
            }
            #expect(await cancelled.value == 2000)
        }
    }

    /// Ten tasks and an actor, with sleeps, groups and unstructured work.
    private func story(_ world: SimulatedWorld) throws -> [String] {
        let trace = Trace()
        let account = Account()
        try world.run {
            await withTaskGroup(of: Void.self) { group in
                for name in 0..<10 {
                    group.addTask {
                        for step in 0..<5 {
                            trace.add("\(name).\(step) \(world.nextID())")
                            await account.add(name)
                            if step % 2 == 0 { await Task.yield() }
                            await world.sleep(until: world.now() + TimeSpan(seconds: Int64(name * step % 7)))
                            Task { trace.add("later \(name).\(step)") }
                        }
                    }
                }
            }
            trace.add("\(await account.steps)")
        }
        return trace.all + ["\(world.now())"]
    }

    @Test(arguments: [SimulatedWorld.Order.arrival, .shuffled], [1, 2, 3, 99] as [UInt64])
    func theSameSeedGivesTheSameRun(_ order: SimulatedWorld.Order, _ seed: UInt64) throws {
        let first = try story(SimulatedWorld(seed: seed, order: order))
        for _ in 0..<5 { #expect(try story(SimulatedWorld(seed: seed, order: order)) == first) }
        #expect(first.count == 102)
    }

    @Test func anotherSeedTriesAnotherInterleaving() throws {
        func names(_ seed: UInt64, _ order: SimulatedWorld.Order) throws -> [String] {
            try story(SimulatedWorld(seed: seed, order: order)).map { String($0.prefix { $0 != " " }) }
        }
        #expect(try names(1, .shuffled) != names(2, .shuffled))
        #expect(try names(1, .arrival) == names(2, .arrival))
    }

    @Test func simulationsRunBesideEachOtherAndBesideTheRealScheduler() async throws {
        let expected = try story(SimulatedWorld(seed: 7, order: .shuffled))
        let runs = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<8 {
                group.addTask { try story(SimulatedWorld(seed: 7, order: .shuffled)) }
                group.addTask {
                    for _ in 0..<100 { await Task.yield() }
                    return []
                }
            }
            return try await group.reduce(into: [[String]]()) { if !$1.isEmpty { $0.append($1) } }
        }
        #expect(runs == Array(repeating: expected, count: 8))
    }

    @Test func aStandstillIsSaid() {
        let world = SimulatedWorld(seed: 5, now: Instant(seconds: 0))
        let expected = SimulationError(.standstill, at: Instant(seconds: 60), seed: 5)
        #expect(throws: expected) {
            try world.run {
                await world.sleep(until: Instant(seconds: 60))
                // Nobody will ever resume it.
                await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
            }
        }
        #expect(
            expected.description
                == "The simulation with the seed 5 stands still at 1970-01-01T00:01:00Z: its body waits, and "
                + "nobody sleeps."
        )
        #expect(
            SimulationError(.endless, at: Instant(seconds: 0), seed: 5).description
                == "The simulation with the seed 5 has not ended at 1970-01-01T00:00:00Z, after more steps than a "
                + "run may take.")
    }

    @Test func whatNeverEndsIsSaid() {
        let world = SimulatedWorld(seed: 5, now: Instant(seconds: 0), stepsPerRun: 1000)
        #expect(throws: SimulationError(.endless, at: Instant(seconds: 0), seed: 5)) {
            try world.run { while true { await Task.yield() } }
        }
    }

    @Test func aTaskThatLeavesIsNoticed() {
        let world = SimulatedWorld(seed: 5, now: Instant(seconds: 0))
        let expected = SimulationError(.escaped, at: Instant(seconds: 0), seed: 5)
        #expect(throws: expected) {
            try world.run {
                Errand { _ = world.now() }.runElsewhere()
                await world.settle()
            }
        }
        #expect(
            expected.description
                == "A task of the simulation with the seed 5 left it by 1970-01-01T00:00:00Z: what runs in a "
                + "simulation must not call Task.yield(), Task.sleep or anything that has threads of its own.")
    }

    /// What a thread of its own is to do.
    private final class Errand: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }

        /// Returns when it is done.
        func runElsewhere() {
            var thread = pthread_t()
            pthread_create(
                &thread, nil,
                { argument in
                    if let argument { Unmanaged<Errand>.fromOpaque(argument).takeRetainedValue().run() }
                    return nil
                }, Unmanaged.passRetained(self).toOpaque())
            pthread_join(thread, nil)
        }
    }

    @Test func aTaskThatIsWokenFromOutsideIsNoticed() {
        let world = SimulatedWorld(seed: 5, now: Instant(seconds: 0))
        #expect(throws: SimulationError(.escaped, at: Instant(seconds: 0), seed: 5)) {
            try world.run {
                await withUnsafeContinuation { continuation in Errand { continuation.resume() }.runElsewhere() }
                // Resumed before it waits, the body goes on here; woken while it waits, it would not.
                await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
                    Task { Errand { continuation.resume() }.runElsewhere() }
                }
            }
        }
    }

    @Test func whatTheBodyThrowsComesOut() {
        let world = SimulatedWorld(seed: 1)
        #expect(throws: StoreError(.full, "full")) { try world.run { throw StoreError(.full, "full") } }
    }

    @Test func theClockCanBeMovedFromOutside() async {
        let world = SimulatedWorld(seed: 1, now: Instant(seconds: 0))
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let sleeper = Task {
            start.yield()
            await world.sleep(until: Instant(seconds: 5))
            return world.now() >= Instant(seconds: 5)
        }
        for await _ in started { break }
        world.moveClock(to: Instant(seconds: 10))
        #expect(world.now() == Instant(seconds: 10))
        #expect(await sleeper.value)
        world.moveClock(to: Instant(seconds: 3))
        #expect(world.now() == Instant(seconds: 10), "never back")
    }
}
