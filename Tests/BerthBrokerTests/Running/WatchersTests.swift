import BerthModel
import Testing

@testable import BerthBroker

@Suite struct WatchersTests {
    private let session = Sample.id(1)

    @Test func aChangeSinceTheSubscriptionIsNotMissed() async {
        let watchers = Watchers()
        let ticket = watchers.subscribe(to: session)
        watchers.publish(session)
        await watchers.wait(ticket)
        await watchers.wait(ticket)
        watchers.unsubscribe(ticket)
        #expect(watchers.sessionCount == 0)
    }

    @Test func everybodyWhoWaitsIsWokenAndNobodyElse() async {
        let watchers = Watchers()
        let other = watchers.subscribe(to: Sample.id(2))
        let tickets = (0..<10).map { _ in watchers.subscribe(to: session) }
        #expect(watchers.count == 11)
        await withTaskGroup(of: Void.self) { group in
            for ticket in tickets { group.addTask { await watchers.wait(ticket) } }
            watchers.publish(session)
        }
        for ticket in tickets { watchers.unsubscribe(ticket) }
        #expect(watchers.count == 1)
        watchers.signal(other)
        await watchers.wait(other)
    }

    @Test func aCancelledTaskWaitsNoLonger() async {
        let watchers = Watchers()
        let ticket = watchers.subscribe(to: session)
        let waiting = Task { [watchers] in await watchers.wait(ticket) }
        waiting.cancel()
        await waiting.value
    }

    @Test func nothingIsKeptForATicketThatWasGivenBack() {
        let watchers = Watchers()
        let ticket = watchers.subscribe(to: session)
        watchers.unsubscribe(ticket)
        watchers.signal(ticket)
        watchers.publish(session)
        #expect(watchers.sessionCount == 0)
    }

    @Test func closingEndsEveryWaitAndThoseThatBeginLater() async {
        let watchers = Watchers()
        let early = watchers.subscribe(to: session)
        watchers.close()
        await watchers.wait(early)
        await watchers.wait(watchers.subscribe(to: Sample.id(2)))
    }
}
