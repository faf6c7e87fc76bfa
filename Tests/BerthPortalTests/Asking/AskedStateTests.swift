import BerthAnswers
import BerthModel
import Testing

@testable import BerthPortal

struct AskedStateTests {
    @Test func itIsCompleteWhenEveryBrokerHasAnswered() {
        var state = Sample.state(Sample.answer([Sample.offer(1)]), nil)
        #expect(!state.isComplete)
        #expect(state.isOpen(at: Sample.after(1000)))
        state.fail("east1", "It is away.")
        #expect(state.isComplete)
        #expect(state.isOpen(at: Sample.after(299)))
        #expect(!state.isOpen(at: Sample.after(300)))
        // An answer that is there is not taken back.
        state.fail("here", "It is away.")
        #expect(state.brokers[0].problem == nil)
    }

    @Test func oneOfferIsEnough() {
        var state = Sample.state(Sample.answer([Sample.offer(1), Sample.offer(2)]), Sample.answer([Sample.offer(3)]))
        let first = OfferPlace(broker: "here", id: Sample.id(1))
        let other = OfferPlace(broker: "east1", id: Sample.id(3))
        let claims = [state.take(first), state.take(first), state.take(other)]
        #expect(claims == [true, true, false])
        state.settle(first, isAccepted: false)
        let next = state.take(other)
        #expect(next)
        state.settle(other, isAccepted: true)
        let late = [state.take(first), state.take(other)]
        #expect(late == [false, true])
        #expect(!state.isOpen(at: Sample.noon))
    }

    @Test func whatWasGivenBackIsTakenByNobody() {
        let first = OfferPlace(broker: "here", id: Sample.id(1))
        var state = Sample.state(Sample.answer([Sample.offer(1)]))
        let given = [state.giveBack(.left), state.giveBack(.wanted)]
        #expect(given == [true, false])
        #expect(state.givenBack == .left)
        let taken = state.take(first)
        #expect(!taken)
        #expect(!state.isOpen(at: Sample.noon))
        // What is being accepted stays, and what was accepted.
        var other = Sample.state(Sample.answer([Sample.offer(1)]))
        _ = other.take(first)
        let during = other.giveBack(.left)
        other.settle(first, isAccepted: true)
        let after = other.giveBack(.left)
        #expect([during, after] == [false, false])
    }

    /// Accepted from the command line while the page is open.
    @Test func whatWasTakenElsewhereIsSeen() {
        var state = Sample.state(Sample.answer([Sample.offer(1), Sample.offer(2)]))
        state.renew("here", Sample.answer([Sample.offer(1, phase: .rejected), Sample.offer(2, phase: .running)]))
        #expect(state.accepted == OfferPlace(broker: "here", id: Sample.id(2)))
        state.renew("nobody", Sample.answer([]))
        #expect(state.rows.count == 2)
        #expect(state.offer(OfferPlace(broker: "here", id: Sample.id(2)))?.phase == .running)
        #expect(state.offer(OfferPlace(broker: "here", id: Sample.id(9))) == nil)
    }

    @Test func theOnlyPlatformIsRemembered() {
        var state = Sample.state(nil)
        state.heard = [Sample.heard("desk", "yes")]
        state.renew("here", Sample.answer([Sample.offer(1)]))
        #expect(state.brokers[0].platform == "desk")
        state.heard.append(Sample.heard("west", "no"))
        var other = Sample.state(nil)
        other.heard = state.heard
        other.renew("here", Sample.answer([Sample.offer(1)]))
        #expect(other.brokers[0].platform == nil)
    }

    /// Until a broker has answered its platforms speak for it.
    @Test func whyNotAsItComes() {
        var state = Sample.state(nil)
        var heard = Sample.heard("desk", "no")
        heard.answer.messages = [Sample.obstacle()]
        state.heard.append(heard)
        #expect(state.refusals.map { $0.refusal.reasons.count } == [1])
        #expect(state.refusals.map(\.title) == [nil])
        state.renew("here", Sample.answer([], [Sample.obstacle(), Sample.change()]))
        #expect(state.refusals[0].refusal.changes.count == 1)
    }
}
