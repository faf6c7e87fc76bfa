import BerthModel
import Testing

@testable import BerthBroker

struct SnapshotWorldTests {
    private static let then = Instant(seconds: 1_800_000_000)

    @Test func identifiersFollowFromTheSeed() {
        let (one, same, other) = (
            SnapshotWorld(at: Self.then, seed: -1), SnapshotWorld(at: Self.then, seed: -1),
            SnapshotWorld(at: Self.then, seed: 2)
        )
        let identifiers = (0..<100).map { _ in one.nextID() }
        #expect(identifiers == (0..<100).map { _ in same.nextID() })
        #expect(Set(identifiers).count == 100)
        #expect(Set(identifiers).isDisjoint(with: (0..<100).map { _ in other.nextID() }))
        #expect(identifiers.allSatisfy { $0.version == 4 })
    }

    @Test func itsClockStands() async {
        let world = SnapshotWorld(at: Self.then, seed: 0)
        await world.sleep(until: Self.then + TimeSpan(seconds: 1_000_000))
        #expect(world.now() == Self.then)
    }

    @Test func whereTimePassesItSleepsAsLong() async {
        let real = ManualWorld()
        let world = SnapshotWorld(at: Self.then, seed: 0, real: real)
        await world.sleep(until: Self.then)
        let isOver = Locked(false)
        let sleeping = Task {
            await world.sleep(until: Self.then + TimeSpan(seconds: 10))
            isOver.withLock { $0 = true }
        }
        while !isOver.withLock({ $0 }) {
            real.move(by: 1)
            await Task.yield()
        }
        await sleeping.value
        #expect(real.now() >= Sample.now + TimeSpan(seconds: 10))
    }
}
