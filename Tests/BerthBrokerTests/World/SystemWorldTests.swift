import BerthBroker
import BerthModel
import Testing

@Suite struct SystemWorldTests {
    @Test func identifiersAreRandomAndNew() {
        let world = SystemWorld()
        let ids = (0..<1000).map { _ in world.nextID() }
        #expect(Set(ids).count == 1000)
        // Version 4 of the variant of RFC 9562.
        #expect(ids.allSatisfy { $0.high & 0xF000 == 0x4000 && $0.low >> 62 == 0b10 })
        // No other bit is the same in all.
        #expect(ids.reduce(0) { $0 | $1.high } == ~0xB000)
        #expect(ids.reduce(0) { $0 | $1.low } == ~(0b01 << 62))
    }

    @Test func itSleepsUntilAnInstant() async {
        let world = SystemWorld()
        let instant = world.now() + TimeSpan(milliseconds: 20)
        await world.sleep(until: instant)
        #expect(world.now() >= instant)
    }

    @Test func itWakesWhenItsTaskIsCancelled() async {
        let world = SystemWorld()
        let begin = world.now()
        let task = Task { await world.sleep(until: begin + TimeSpan(seconds: 600)) }
        task.cancel()
        await task.value
        #expect(world.now() < begin + TimeSpan(seconds: 600))
    }
}
