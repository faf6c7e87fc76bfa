import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthBroker

@Suite struct ObstacleSlotTests {
    private static let now = Sample.now

    private func obstacle(_ question: Question, preparing: Int64 = 0) -> Obstacle? {
        SlotTimes(question, Sample.plan(preparing: preparing), now: Self.now, offerLife: TimeSpan(seconds: 300))
            .obstacle(question)
    }

    private func text(_ obstacle: Obstacle?) -> String? { obstacle?.message(at: Self.now, from: nil).message }

    @Test func nothingStandsAgainstWhatIsPossible() {
        #expect(obstacle(Sample.question(seconds: 60)) == nil)
    }

    @Test func whatIsOverIsAContradiction() {
        let (start, end) = (Self.now + TimeSpan(seconds: -20), Self.now + TimeSpan(seconds: -10))
        let obstacle = obstacle(Sample.question(seconds: 60, from: start, to: end))
        #expect(obstacle?.rung == .contradictory)
        #expect(text(obstacle) == "schedule.requested.start: \(start)/\(end) is over; it is \(Self.now).")
        #expect(obstacle?.change?.to == .text("\(Self.now)/P1D"))
    }

    @Test func preparingMayTakeTooLong() {
        let end = Self.now + TimeSpan(seconds: 10)
        let obstacle = obstacle(Sample.question(seconds: 60, to: end), preparing: 30)
        #expect(obstacle?.rung == .notNow)
        #expect(
            text(obstacle)
                == "schedule.requested.start: preparing takes 30 s, so the work can be available from"
                + " \(Self.now + TimeSpan(seconds: 30)) on; the interval that was asked for ends at \(end).")
    }

    @Test func nothingEndsAfterTheYear9999() {
        let question = Sample.question(seconds: 300_000_000_000, to: .latest)
        let obstacle = obstacle(question)
        #expect(obstacle?.rung == .contradictory)
        #expect(
            text(obstacle) == "schedule.requested.duration: P3472222DT5H20M would end after the year 9999.")
        let most = Instant.latest.seconds - Self.now.seconds
        #expect(obstacle?.change?.to == .text(TimeSpan(seconds: most).description))
        #expect(self.obstacle(Sample.question(seconds: most, to: .latest)) == nil)
        #expect(self.obstacle(Sample.question(seconds: most + 1, to: .latest)) != nil)
    }

    @Test func whatIsClosedSaysWhatFor() {
        let times = SlotTimes(
            Sample.question(seconds: 60), Sample.plan(), now: Self.now, offerLife: TimeSpan(seconds: 300))
        let end = Self.now + TimeSpan(seconds: 500)
        var closure = Closure(Interval(start: Self.now, end: end), reason: "the move to the new hall")
        let later = Self.now + TimeSpan(seconds: 510)
        let obstacle = Obstacle.booked(until: later, times, closure)
        #expect(
            text(obstacle)
                == "schedule.requested.start: down for the move to the new hall, until \(end); the work can begin at"
                + " \(later).")
        #expect(obstacle.rung == .notNow)
        #expect(obstacle.change?.to == .text("\(later)/P1D"))
        closure.places = ["n1", "n2"]
        #expect(
            text(.booked(until: nil, times, closure))
                == "schedule.requested.start: n1, n2 down for the move to the new hall, until \(end); nothing becomes"
                + " free for 60 s in a row.")
    }

    @Test func whatIsBookedIsFreeLaterOrNever() {
        let times = SlotTimes(
            Sample.question(seconds: 60), Sample.plan(), now: Self.now, offerLife: TimeSpan(seconds: 300))
        #expect(
            text(.booked(until: Self.now, times))
                == "schedule.requested.start: what is asked for is held or booked; it is free from \(Self.now) on.")
        #expect(
            text(.booked(until: nil, times))
                == "schedule.requested.start: everything is booked, and nothing becomes free for 60 s in a row.")
        #expect(
            text(.lacking("gpus", wanted: 2, available: 1)) == "2 of gpus are needed, this platform has 1.")
    }
}
