import BerthModel
import BerthPlatform
import Testing

@testable import BerthSlurm

@Suite struct SlurmReservationTests {
    private static let reservation = SlurmReservation(
        name: "berth-a-offer-1", partition: "batch", node: "n1", cores: 4, aheadSeconds: 5, seconds: 61,
        idleSeconds: 480, user: 1000)

    @Test func whatSlurmIsTold() {
        #expect(
            Self.reservation.arguments == [
                "create", "reservation", "ReservationName=berth-a-offer-1", "StartTime=now+5seconds", "Duration=2",
                "Users=1000", "PartitionName=batch", "Nodes=n1", "CoreCnt=4", "Flags=PURGE_COMP=0-00:08:00",
            ])
        var late = Self.reservation
        (late.aheadSeconds, late.seconds) = (-3, 60)
        #expect(late.arguments.contains("StartTime=now+1seconds") && late.arguments.contains("Duration=1"))
    }

    @Test func theNameFollowsFromThePlanAndTheTime() {
        var plan = Plan()
        plan.demand[.cores] = 2
        let (now, instance) = (Instant(seconds: 100), "a")
        let name = SlurmReservation.name(of: plan, at: now, instance: instance)
        #expect(name.hasPrefix("berth-a-offer-") && name.utf8.count == 14 + 32)
        #expect(SlurmReservation.name(of: plan, at: now, instance: instance) == name)
        #expect(SlurmReservation.name(of: plan, at: now + TimeSpan(seconds: 1), instance: instance) != name)
        plan.demand[.cores] = 3
        #expect(SlurmReservation.name(of: plan, at: now, instance: instance) != name)
    }
}
