import BerthBroker
import BerthModel
import Testing

@testable import SimulationKit

@Suite struct FaultyStoreTests {
    private static func session(_ number: Int, revision: Int64 = 1) -> StoredSession {
        StoredSession(
            id: UUID(random: 0, UInt64(number)), offerSet: nil, owner: "ada", platform: "here",
            phase: revision == 1 ? .offered : .failed, revision: revision, created: Instant(seconds: 0),
            modified: Instant(seconds: 0), body: [])
    }

    private func faults(_ change: (inout FaultyStore.Faults) -> Void) -> FaultyStore.Faults {
        var faults = FaultyStore.Faults()
        change(&faults)
        return faults
    }

    private let failed = StoreError(.failed, "The simulated disk failed. The next call may do better.")
    private let killed = StoreError(.failed, "The simulated process was killed. Start another one on its store.")

    @Test func withoutFaultsItIsTheStoreInside() async throws {
        let inner = MemoryStore()
        let store = FaultyStore(inner, seed: 1)
        let set = StoredOfferSet(id: UUID(random: 9, 9), owner: "ada", created: Instant(seconds: 0), body: [1])
        try await store.insert(set, [Self.session(1)])
        #expect(try await store.offerSet(set.id)?.set == set)
        #expect(try await store.replace([Self.session(1, revision: 2)]))
        #expect(try await store.session(Self.session(1).id)?.revision == 2)
        #expect(try await store.sessions(SessionQuery(limit: 1)).count == 1)
        #expect(try await store.unfinished() == [])
        #expect(try await store.forget(endedBefore: .latest, limit: 1).count == 1)
        #expect(store.events == [.written, .read, .written, .read, .read, .read, .written])
        await store.close()
        await #expect(throws: StoreError(.closed, "The store is closed.")) { try await inner.unfinished() }
    }

    @Test func failsBeforeAWrite() async throws {
        let inner = MemoryStore()
        let store = FaultyStore(inner, seed: 1, faults: faults { $0.beforeWrite = 1000 })
        await #expect(throws: failed) { try await store.insert(nil, [Self.session(1)]) }
        #expect(try await inner.session(Self.session(1).id) == nil)
        store.setFaults(FaultyStore.Faults())
        try await store.insert(nil, [Self.session(1)])
        #expect(store.events == [.failedBefore, .written])
    }

    @Test func failsAfterAWrite() async throws {
        let inner = MemoryStore()
        let store = FaultyStore(inner, seed: 1, faults: faults { $0.afterWrite = 1000 })
        await #expect(throws: failed) { try await store.insert(nil, [Self.session(1)]) }
        await #expect(throws: failed) { try await store.replace([Self.session(1, revision: 2)]) }
        #expect(try await inner.session(Self.session(1).id)?.revision == 2)
        await #expect(throws: failed) { try await store.forget(endedBefore: .latest, limit: 1) }
        #expect(try await inner.session(Self.session(1).id) == nil)
        #expect(store.events == [.failedAfter, .failedAfter, .failedAfter])
    }

    @Test func failsOnARead() async throws {
        let store = FaultyStore(MemoryStore(), seed: 1, faults: faults { $0.read = 1000 })
        try await store.insert(nil, [Self.session(1)])
        await #expect(throws: failed) { try await store.session(Self.session(1).id) }
        await #expect(throws: failed) { try await store.offerSet(Self.session(1).id) }
        await #expect(throws: failed) { try await store.sessions(SessionQuery(limit: 1)) }
        await #expect(throws: failed) { try await store.unfinished() }
        #expect(store.events == [.written, .readFailed, .readFailed, .readFailed, .readFailed])
    }

    @Test func diesAtAWriteThatMayBeDone() async throws {
        var done: [Bool] = []
        for seed in 0..<20 as Range<UInt64> {
            let inner = MemoryStore()
            let store = FaultyStore(inner, seed: seed, faults: faults { $0.deathAtWrite = 2 })
            try await store.insert(nil, [Self.session(1)])
            #expect(!store.isDead)
            await #expect(throws: killed) { try await store.insert(nil, [Self.session(2)]) }
            #expect(store.isDead)
            await #expect(throws: killed) { try await store.insert(nil, [Self.session(3)]) }
            await #expect(throws: killed) { try await store.session(Self.session(1).id) }
            await store.close()
            let isDone = try await inner.session(Self.session(2).id) != nil
            #expect(store.events == [.written, isDone ? .diedAfter : .diedBefore, .dead, .dead])
            #expect(try await inner.session(Self.session(1).id) != nil, "the store inside lives on")
            #expect(try await inner.session(Self.session(3).id) == nil)
            done.append(isDone)
        }
        #expect(Set(done) == [true, false])
    }

    @Test func theSameSeedFailsAtTheSameCalls() async throws {
        func events(_ seed: UInt64) async -> [FaultyStore.Event] {
            let faults = faults {
                $0.beforeWrite = 200
                $0.afterWrite = 200
                $0.read = 200
            }
            let store = FaultyStore(MemoryStore(), seed: seed, faults: faults)
            for number in 0..<100 {
                try? await store.insert(nil, [Self.session(number)])
                _ = try? await store.session(Self.session(number).id)
            }
            return store.events
        }
        let first = await events(1)
        #expect(await events(1) == first)
        #expect(await events(2) != first)
        #expect(Set(first) == [.written, .failedBefore, .failedAfter, .read, .readFailed])
    }

    @Test func takesSimulatedTime() throws {
        let world = SimulatedWorld(seed: 1, now: Instant(seconds: 0))
        let store = FaultyStore(
            MemoryStore(), seed: 1, faults: faults { $0.longestDelay = TimeSpan(seconds: 2) }, world: world)
        try world.run {
            for number in 0..<100 { try await store.insert(nil, [Self.session(number)]) }
        }
        #expect((50..<150).contains(world.now().seconds), "about a second each, by the seed")
    }
}
