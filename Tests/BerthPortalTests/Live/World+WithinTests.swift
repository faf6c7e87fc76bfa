import BerthModel
import Testing

@testable import BerthPortal

struct WorldWithinTests {
    @Test func whatIsDoneInTimeCounts() async {
        #expect(await EndlessWorld().within(TimeSpan(seconds: 3)) { 7 } == 7)
    }

    @Test func whatIsTooSlowIsCancelled() async {
        let world = StillWorld()
        let isWaiting = Bulletin(false)
        async let result = world.within(TimeSpan(seconds: 3)) {
            isWaiting.change { $0 = true }
            await EndlessWorld().sleep(until: .latest)
            return 7
        }
        while !isWaiting.value { await Task.yield() }
        world.set(Sample.after(3))
        #expect(await result == nil)
    }
}
