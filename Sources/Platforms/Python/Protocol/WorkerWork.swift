import BerthDocument
import BerthModel
import BerthPlatform

/// Work as a worker reads it.
struct WorkerWork: Shaped {
    var session: UUID?
    var plan = Plan()
    var owner = Identity()
    var end: Instant?
    var handle: Document?

    init() {}

    init(_ work: Work) {
        session = work.session
        plan = work.plan
        owner = work.owner
        end = work.end
        handle = work.handle
    }

    static let shape = Shape<WorkerWork>(
        "WorkerWork", "Work as a worker reads it.",
        [
            Field("session", \.session, "Whose it is."), Field("plan", \.plan, "What was accepted."),
            Field("owner", \.owner, "Who asked."), Field("end", \.end, "Until when it may run."),
            Field("handle", \.handle, "What the platform wanted to remember."),
        ])
}
