import BerthModel
import BerthPlatform
import Testing

@testable import BerthBroker

@Suite struct SlotTimesTests {
    private static let now = Sample.now

    private func times(
        _ question: Question, preparing: Int64 = 10, releasing: Int64 = 20, now: Instant = now, life: Int64 = 300
    ) -> SlotTimes {
        SlotTimes(
            question, Sample.plan(preparing: preparing, releasing: releasing), now: now,
            offerLife: TimeSpan(seconds: life))
    }

    @Test func preparationMayBeginBeforeTheWindowButNotBeforeNow() {
        let later = Self.now + TimeSpan(seconds: 100)
        let future = times(Sample.question(seconds: 60, from: later, to: later + TimeSpan(seconds: 50)))
        #expect(future.first == later.seconds - 10)
        #expect(future.last == later.seconds + 40)
        #expect(future.total == 90)
        let present = times(Sample.question(seconds: 60, from: Self.now, to: Self.now + TimeSpan(seconds: 50)))
        #expect(present.first == Self.now.seconds)
        #expect(present.last == Self.now.seconds + 40)
    }

    @Test func fractionsOfASecondAreRoundedSoThatNothingIsLost() {
        var question = Sample.question(seconds: 60)
        question.duration = TimeSpan(milliseconds: 60_001)
        let times = times(question, now: Self.now + TimeSpan(milliseconds: 1))
        #expect(times.first == Self.now.seconds + 1)
        #expect(times.available == 61)
    }

    @Test func theWindowIsOverOrTooNarrow() {
        let end = Self.now + TimeSpan(seconds: 9)
        let narrow = times(Sample.question(seconds: 60, to: end))
        #expect(!narrow.isPossible, "preparing takes ten seconds")
        #expect(times(Sample.question(seconds: 60, to: end), preparing: 9).isPossible)
    }

    @Test func thereIsTimeToDecideUntilTheOfferExpiresOrTheWindowEnds() {
        let times = times(Sample.question(seconds: 60, to: Self.now + TimeSpan(seconds: 110)))
        #expect(times.slack(at: times.first) == 100, "the window ends before the offer expires")
        #expect(times.slack(at: times.last) == 0)
        let wide = self.times(Sample.question(seconds: 60))
        #expect(wide.slack(at: wide.first) == 300)
        #expect(wide.slack(at: wide.first + 200) == 100)
        #expect(wide.slack(at: wide.first + 400) == 0)
        #expect(wide.expires(wide.slot(at: wide.first, slack: 300)) == Self.now + TimeSpan(seconds: 300))
        #expect(wide.expires(wide.slot(at: wide.first, slack: 30)) == Self.now + TimeSpan(seconds: 30))
        #expect(wide.expires(wide.slot(at: wide.first + 400, slack: 0)) == Self.now + TimeSpan(seconds: 300))
    }

    @Test func whatIsAcceptedAtOnceNeedsNoTimeToDecide() {
        let times = times(Sample.question(seconds: 60), life: 0)
        #expect(times.slack(at: times.first) == 0)
    }

    @Test(arguments: [Int64.max / 1000, 8_000_000_000, 253_402_300_799])
    func hugeDurationsAreRefusedAndDoNotTrap(seconds: Int64) {
        let question = Sample.question(seconds: seconds, to: .latest)
        let times = times(question)
        #expect(times.obstacle(question)?.rung == .contradictory || times.first <= times.latest)
        #expect(times.slot(at: times.first, slack: 0).end >= Self.now)
    }

    @Test func allOfItEndsBeforeTheLastInstant() {
        let times = times(Sample.question(seconds: 60, to: .latest))
        #expect(times.last == times.latest)
        #expect(times.slot(at: times.last, slack: 0).end.seconds == Instant.latest.seconds)
    }

    // MARK: what a platform holds itself

    private func held(until seconds: Int64, from start: Int64? = nil, life: Int64 = 300) -> SlotTimes {
        var plan = Sample.plan(preparing: 10, releasing: 20)
        plan.heldUntil = Self.now + TimeSpan(seconds: seconds)
        plan.availableFrom = start.map { Self.now + TimeSpan(seconds: $0) }
        // It begins at one instant, which leaves nothing to choose.
        let begin = Self.now + TimeSpan(seconds: start ?? 0)
        return SlotTimes(
            Sample.question(seconds: 60, from: begin, to: begin), plan, now: Self.now,
            offerLife: TimeSpan(seconds: life))
    }

    @Test func anOfferEndsWithWhatThePlatformHolds() {
        let short = held(until: 100)
        #expect(
            short.expires(short.slot(at: short.first, slack: short.slack(at: short.first))) == Self.now
                + .init(seconds: 100))
        let long = held(until: 1000)
        #expect(
            long.expires(long.slot(at: long.first, slack: long.slack(at: long.first))) == Self.now + .init(seconds: 300)
        )
    }

    @Test func itIsPreparedFromNowOnUntilThePlatformHasIt() {
        let later = held(until: 200, from: 3600)
        #expect(later.isPossible)
        #expect(later.first == Self.now.seconds)
        #expect(later.preparing == 3600)
        #expect(later.slack(at: later.first) == 200)
        let soon = held(until: 200, from: 3)
        #expect(soon.preparing == 10, "what the platform says that it takes is the least")
    }

    @Test func withoutTimeToDecideItIsAcceptedAtOnce() {
        let direct = held(until: 200, life: 0)
        #expect(direct.isPossible)
        #expect(direct.slack(at: direct.first) == 0)
    }
}
