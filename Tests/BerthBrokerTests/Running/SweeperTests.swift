import BerthModel
import Testing

@testable import BerthBroker

@Suite struct SweeperTests {
    @Test func handsOutWhatIsDueAndWakesForWhatIsEarlier() async {
        let world = ManualWorld()
        let sweeper = Sweeper(world: world)
        let (items, send) = AsyncStream.makeStream(of: Sweeper.Item.self)
        let running = Task { await sweeper.run { item in send.yield(item) } }
        var swept = items.makeAsyncIterator()
        func expiry(_ number: UInt64, in seconds: Int64) {
            sweeper.add(.expiry(of: Sample.id(number)), at: world.now() + TimeSpan(seconds: seconds))
        }
        expiry(10, in: 10)
        expiry(5, in: 5)
        world.move(by: 5)
        #expect(await swept.next() == .expiry(of: Sample.id(5)))
        expiry(7, in: 2)
        world.move(by: 60)
        #expect(await swept.next() == .expiry(of: Sample.id(7)))
        #expect(await swept.next() == .expiry(of: Sample.id(10)))
        expiry(1, in: -1)
        #expect(await swept.next() == .expiry(of: Sample.id(1)), "what is due already comes at once")
        sweeper.stop()
        await running.value
        await sweeper.run { _ in Issue.record("it was stopped") }
    }
}
