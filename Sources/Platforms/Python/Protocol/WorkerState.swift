import BerthModel
import BerthPlatform

/// Where work stands, as a worker says it.
struct WorkerState: Shaped {
    var state = ""
    var outcome: WorkerOutcome?

    static let shape = Shape<WorkerState>(
        "WorkerState", "Where work stands, as a worker says it.",
        [
            Field("state", \.state, "waiting, running or finished."),
            Field("outcome", \.outcome, "How it ended, of what is finished."),
        ])

    /// Nil for what is none.
    var told: WorkState? {
        switch (state, outcome) {
        case ("waiting", _): .waiting
        case ("running", _): .running
        case ("finished", let outcome?):
            .finished(
                Outcome(isSuccess: outcome.isSuccess, exitCode: outcome.exitCode, notes: outcome.notes.told))
        default: nil
        }
    }
}

/// How work ended, as a worker says it.
struct WorkerOutcome: Shaped {
    var isSuccess = false
    var exitCode: Int64?
    var notes: [WorkerNote] = []

    static let shape = Shape<WorkerOutcome>(
        "WorkerOutcome", "How work ended, as a worker says it.",
        [
            Field("isSuccess", \.isSuccess, "Whether it ended well."),
            Field("exitCode", \.exitCode, "What the program answered; none for what was ended before."),
            Field("notes", \.notes, "For the owner."),
        ])
}

/// Bytes of an output, as a worker says them.
struct WorkerPiece: Shaped {
    var text = ""
    var isEnd = false

    static let shape = Shape<WorkerPiece>(
        "WorkerPiece", "Bytes of an output, as a worker says them.",
        [
            Field("data", \.text, "The bytes, in Base64."),
            Field("isEnd", \.isEnd, "Whether nothing more will come after them."),
        ])
}
