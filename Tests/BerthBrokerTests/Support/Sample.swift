import BerthModel
import BerthPlatform

@testable import BerthBroker

/// Plans and records to try things on.
enum Sample {
    static let now = Instant(seconds: 1_800_000_000)

    static func id(_ number: UInt64) -> UUID { UUID(random: 0, number) }

    static func capacity(_ cores: Int64) -> Resources {
        Resources(cores: cores, memoryBytes: 1 << 40, storageBytes: 1 << 40)
    }

    static func profile(_ name: String = "here", cores: Int64? = 4) -> PlatformProfile {
        PlatformProfile(
            name: name, kind: "sample", summary: "", executables: [.dockerContainer],
            capacity: cores.map { Capacity(capacity($0)) })
    }

    static func plan(
        cores: Int64 = 1, on platform: String = "here", preparing: Int64 = 0, releasing: Int64 = 0
    ) -> Plan {
        var plan = Plan()
        plan.platform = platform
        plan.executable = .dockerContainer(DockerContainer())
        plan.compute = .simple(SimpleCompute())
        plan.storage = [.simple(SimpleStorage())]
        plan.data = [.simple(SimpleData())]
        plan.demand = Resources(cores: cores, memoryBytes: 1, storageBytes: 1)
        plan.preparing = TimeSpan(seconds: preparing)
        plan.releasing = TimeSpan(seconds: releasing)
        return plan
    }

    /// A question for a while from now on.
    static func question(
        seconds: Int64, from start: Instant = now, to end: Instant = now + TimeSpan(seconds: 100_000)
    ) -> Question {
        var request = ExecutionRequest()
        request.executable = .dockerContainer(DockerContainer())
        var schedule = RequestedSchedule()
        schedule.requested = TimedWindow(
            start: Interval(start: start, end: end), duration: TimeSpan(seconds: seconds))
        request.schedule = schedule
        return Question(request, asker: .anonymous, now: now, defaults: Question.Defaults()) { id(0) }
    }

    /// An offer of now, for an hour, that can be accepted for five minutes.
    static func offer(_ number: UInt64 = 1, set: UInt64? = 100, cores: Int64 = 1, on platform: String = "here")
        -> SessionRecord
    {
        SessionRecord(
            offer: plan(cores: cores, on: platform), id: id(number), set: set.map(id), to: Identity(subject: "ada"),
            held: HeldSlot(start: now.seconds, preparing: 10, available: 3600, releasing: 20, slack: 300),
            expires: now + TimeSpan(seconds: 300), now: now)
    }

    /// The machine of a session that has come to a step.
    static func machine(at step: Step) -> SessionMachine {
        var machine = SessionMachine(offer(), messageLimit: 10)
        if step == .offered { return machine }
        if step == .none {
            machine.close(.rejected, now: now)
            return machine
        }
        machine.accept(now: now)
        var way: [SessionMachine.Event] = [.due]
        way += Array(repeating: .prepared(.done), count: machine.record.parts.count)
        way.append(.started(.done))
        if step == .cancel { way.append(.stop(.cancelled)) }
        if step == .release { way.append(.observed(.finished(.exited(0)))) }
        for event in way where machine.record.step != step { _ = machine.handle(event, now: now) }
        return machine
    }
}
