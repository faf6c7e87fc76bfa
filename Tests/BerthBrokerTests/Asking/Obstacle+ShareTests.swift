import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthBroker

struct ObstacleShareTests {
    private static let times = SlotTimes(
        Sample.question(seconds: 600), Sample.plan(), now: Sample.now, offerLife: TimeSpan(seconds: 300))
    private static let later = Sample.now + TimeSpan(seconds: 900)

    private func told(_ place: Ledger.Place) -> [String] {
        place.obstacles(Self.times).map { obstacle in
            let message = obstacle.message(at: Sample.now, from: nil).message ?? ""
            return "\(obstacle.rung.name): \(message) (\(obstacle.couldChange ?? "you"))"
        }
    }

    @Test func whatIsInTheWayIsTold() {
        #expect(
            told(.overShare(earliest: Self.later, isBooked: false)) == [
                "notYou: schedule.requested.start: with what you hold here already it would be more than one person may"
                    + " hold; it is not from 2027-01-15T08:15:00Z on. (the site)"
            ])
        #expect(
            told(.overShare(earliest: nil, isBooked: true)) == [
                "notNow: schedule.requested.start: everything is booked, and nothing becomes free for 600 s in a row."
                    + " (the site)",
                "notYou: schedule.requested.start: with what you hold here already it would be more than one person may"
                    + " hold, for 600 s in a row at any time. (the site)",
            ])
        #expect(
            told(.neverYours(resource: "cores", wanted: 8, available: 4)) == [
                "notYou: 8 of cores are needed here, and one person may hold at most 4. (the site)"
            ])
        #expect(
            told(.never(resource: "cores", wanted: 8, available: 4)) == [
                "never: 8 of cores are needed, this platform has 4. (the site)"
            ])
    }

    @Test func onlySomeAreOfTime() {
        #expect(Ledger.Place.none(earliest: nil).isOfTime)
        #expect(Ledger.Place.overShare(earliest: nil, isBooked: false).isOfTime)
        #expect(!Ledger.Place.neverYours(resource: "cores", wanted: 8, available: 4).isOfTime)
    }

    @Test func aLaterStartIsTheChange() {
        let obstacle = Ledger.Place.overShare(earliest: Self.later, isBooked: false).obstacles(Self.times)[0]
        #expect(obstacle.change?.to == .text("2027-01-15T08:15:00Z/P1D"))
    }
}
