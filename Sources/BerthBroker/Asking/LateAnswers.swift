import BerthModel

/// What is still waited for after a question was answered.
struct LateAnswers: Sendable {
    /// Where the answers come in; it has had its end.
    let gathering: Gathering
    /// Those who ask.
    let asking: [Task<Void, Never>]
    /// When nobody waits any more.
    let end: Instant

    /// Nothing is waited for any more, and platforms may stop thinking.
    func stop() {
        gathering.close()
        for task in asking { task.cancel() }
    }
}
