import BerthDocument
import BerthModel
import BerthPlatform

/// What came out of a step, as a worker says it.
struct WorkerProgress: Shaped {
    var notes: [WorkerNote] = []
    var connectors: [Connector]?
    var handle: Document?

    static let shape = Shape<WorkerProgress>(
        "WorkerProgress", "What came out of a step, as a worker says it.",
        [
            Field("notes", \.notes, "For the owner."), Field("connectors", \.connectors, "In place of those before."),
            Field("handle", \.handle, "What to remember."),
        ])

    var progress: Progress {
        Progress(notes: notes.told, connectors: connectors, handle: handle)
    }
}

/// Something to tell the owner, as a worker says it.
struct WorkerNote: Shaped {
    var level: MessageLevel?
    var template = ""
    var values = NamedTexts()

    static let shape = Shape<WorkerNote>(
        "WorkerNote", "Something to tell the owner, as a worker says it.",
        [
            Field("level", \.level, "How grave it is."), Field("template", \.template, "A sentence."),
            Field("values", \.values, "What stands for its names."),
        ])
}

extension [WorkerNote] {
    /// Notes that one step may have.
    private static var most: Int { 50 }

    var told: [Note] {
        prefix(Self.most).map { Note($0.level ?? .info, $0.template, $0.values) }
    }
}
