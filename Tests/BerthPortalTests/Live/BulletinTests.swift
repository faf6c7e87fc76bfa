import BerthModel
import Testing

@testable import BerthPortal

struct BulletinTests {
    @Test func aChangeIsNumbered() {
        let bulletin = Bulletin(1)
        #expect(bulletin.issue.number == 0)
        let doubled = bulletin.change { value -> Int in
            value += 1
            return value * 2
        }
        #expect(doubled == 4)
        #expect(bulletin.issue.number == 1)
        #expect(bulletin.value == 2)
    }

    @Test func whatHasChangedIsThereAtOnce() async {
        let bulletin = Bulletin("a")
        bulletin.change { $0 = "b" }
        let issue = await bulletin.issue(after: 0, until: .latest, EndlessWorld())
        #expect(issue?.value == "b")
        #expect(await bulletin.issue(after: 1, until: Sample.noon, StillWorld()) == nil)
        #expect(bulletin.waitingCount == 0)
    }

    /// However many wait, and however slow they are: each gets what is there by then.
    @Test func allThatWaitAreWoken() async {
        let bulletin = Bulletin(0)
        await withTaskGroup(of: Int?.self) { group in
            for _ in 0..<100 {
                group.addTask { await bulletin.issue(after: 0, until: .latest, EndlessWorld())?.value }
            }
            while bulletin.waitingCount < 100 { await Task.yield() }
            bulletin.change { $0 = 1 }
            for await value in group { #expect(value == 1) }
        }
        #expect(bulletin.waitingCount == 0)
    }

    @Test func aDeadlineEndsTheWait() async {
        let bulletin = Bulletin(0)
        let world = StillWorld()
        async let issue = bulletin.issue(after: 0, until: Sample.after(15), world)
        while bulletin.waitingCount < 1 { await Task.yield() }
        world.set(Sample.after(15))
        #expect(await issue == nil)
        #expect(bulletin.waitingCount == 0)
    }

    @Test func whoIsCancelledWaitsNoLonger() async {
        let bulletin = Bulletin(0)
        let task = Task { await bulletin.issue(after: 0, until: .latest, EndlessWorld()) }
        while bulletin.waitingCount < 1 { await Task.yield() }
        task.cancel()
        #expect(await task.value == nil)
        let late = Task { () -> Bool in
            while !Task.isCancelled { await Task.yield() }
            return await bulletin.issue(after: 0, until: .latest, EndlessWorld()) == nil
        }
        late.cancel()
        #expect(await late.value)
        #expect(bulletin.waitingCount == 0)
    }
}
