import BerthModel
import BerthPlatform
import BerthReservations
import Testing

@testable import BerthBroker

/// Room on a platform and in a share at the same time, beside a search that tries each second.
struct SeekerTests {
    private static let ada = Identity(subject: "ada")

    @Test func bothHaveRoom() throws {
        var random = SplitMix64(seed: 5)
        func roll(_ most: UInt64) -> Int64 { Int64(random.next() % (most + 1)) }
        var (found, missed) = (0, 0)
        for number in 0..<400 {
            var rooms = try Timeline<UUID>(dimensions: Dimensions(["cores"]), capacity: Amounts([4]))
            var share = PlatformShare()
            (share.platform, share.cores) = ("here", 3)
            var shares = try Shares(share)
            for id in 0..<UInt64(roll(8)) {
                let start = roll(20)
                let slot = Slot(start: start, end: start + 1 + roll(6))
                try rooms.restore(Sample.id(id), Amounts([1 + roll(2)]), during: slot)
                let own = Slot(start: slot.start + roll(3), end: slot.end + 3)
                shares.restore(Sample.id(id), Sample.plan(cores: 1 + roll(1)), own, group: nil, for: Self.ada)
            }
            let plan = Sample.plan(cores: 1 + roll(3))
            let demand = Demand(amounts: Amounts([plan.demand[.cores]]), place: nil)
            let part = try #require(shares.part(of: Self.ada, plan))
            let seeker = Seeker(plan, part, nil, rooms, demand)
            let (duration, first, last) = (1 + roll(5), roll(10), roll(30))
            func earliest(_ isFree: (Slot) -> Bool) -> Int64? {
                first > last ? nil : (first...last).first { isFree(Slot(start: $0, end: $0 + duration)) }
            }
            func fits(_ slot: Slot) -> Bool { rooms.fits(demand.amounts, during: slot) }
            func isMine(_ slot: Slot) -> Bool { part.timeline.fits(part.amounts, during: slot) }
            func start(_ seeker: Seeker) -> Int64? { seeker.earliest(duration, from: first, through: last)?.start }
            let both = earliest { fits($0) && isMine($0) }
            #expect(start(seeker) == both, "case \(number)")
            #expect(start(seeker.besideShares) == earliest(fits), "case \(number)")
            #expect(start(seeker.besideOthers) == earliest(isMine), "case \(number)")
            if both == nil { missed += 1 } else { found += 1 }
        }
        #expect(found > 100 && missed > 50, "\(found) found, \(missed) missed")
    }

    @Test func aPlatformThatKeepsItsOwnReservationsHasRoomAtOnce() {
        var plan = Sample.plan()
        plan.place = "n1"
        #expect(Seeker(plan, nil, nil).earliest(10, from: 5, through: 7) == Spot(start: 5, place: "n1"))
        #expect(Seeker(plan, nil, nil).earliest(10, from: 5, through: 4) == nil)
    }
}
