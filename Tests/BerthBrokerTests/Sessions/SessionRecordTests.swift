import BerthModel
import BerthPlatform
import Testing

@testable import BerthBroker

@Suite struct SessionRecordTests {
    /// Milliseconds after the begin of the slot, and by how many seconds all of it moves.
    @Test(arguments: [(-5000, 0), (0, 0), (1, 1), (1000, 1), (1001, 2), (299_500, 300), (300_000, 300), (400_000, 300)])
    func aSlotBeginsWhenItIsAcceptedAndLosesNothing(late: Int64, delay: Int64) {
        var held = HeldSlot(start: 1000, preparing: 10, available: 3600, releasing: 20, slack: 300)
        let booked = held.bookedEnd
        held.begin(at: Instant(milliseconds: 1_000_000 + late))
        #expect(held == HeldSlot(start: 1000 + delay, preparing: 10, available: 3600, releasing: 20, slack: 0))
        #expect(held.end <= booked)
    }

    @Test func theScheduleSaysHowMuchLaterItMayBegin() {
        let held = HeldSlot(start: 1000, preparing: 10, available: 3600, releasing: 20, slack: 300)
        #expect(
            held.schedule.available?.start
                == Interval(start: Instant(seconds: 1010), end: Instant(seconds: 1310)))
        #expect(held.schedule.available?.duration == TimeSpan(seconds: 3600))
        #expect(held.schedule.preparing == TimedStart(start: Instant(seconds: 1000), duration: TimeSpan(seconds: 10)))
        #expect(held.schedule.releasing == TimedStart(start: Instant(seconds: 4610), duration: TimeSpan(seconds: 20)))
        #expect(held.bookedEnd == Instant(seconds: 4930))
    }

    @Test func theWorkEndsWithTheTimeThatWasOffered() {
        let record = Sample.offer()
        #expect(record.work.end == Sample.now + TimeSpan(seconds: 3610))
        #expect(record.work.session == record.id)
    }
}
