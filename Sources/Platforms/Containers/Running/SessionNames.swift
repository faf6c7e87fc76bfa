import BerthModel

/// What the things of a session are called, on the engine and on the disk: by these names they are found again.
struct SessionNames: Sendable {
    /// `<state directory>/<instance>`.
    let state: String
    let instance: String

    /// Where the directories of all sessions are.
    var sessions: String { state + "/sessions" }
    var logs: String { state + "/logs" }

    /// The container on the engine.
    func container(_ session: UUID) -> String { "berth-\(instance)-\(session)" }

    func directory(_ session: UUID) -> String { "\(sessions)/\(session)" }

    func storage(_ session: UUID, _ index: Int) -> String { "\(directory(session))/storage-\(index)" }

    /// A piece of data that is not whole yet: outside of all storage, whose names are those of the data.
    func part(_ session: UUID, _ index: Int) -> String { "\(directory(session))/data-\(index).part" }
}
