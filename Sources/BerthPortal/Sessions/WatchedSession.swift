import BerthBroker
import BerthClient
import BerthModel

/// A session that somebody watches: one stream of events and one of each output comes from its broker, however many
/// look at it here.
final class WatchedSession: Sendable {
    let broker: PortalBroker
    let id: UUID
    let owner: String
    /// What was promised when it was accepted here; nil for one that was accepted in another way.
    let run: RunEntry?
    let board = Bulletin(SessionNews())

    private let client: BrokerClient
    let world: any World
    private let book: HistoryBook
    private let tasks = Locked<[Task<Void, Never>]>([])

    init(
        _ id: UUID, at broker: PortalBroker, as client: BrokerClient, owner: String, run: RunEntry?,
        world: any World, book: HistoryBook
    ) {
        self.id = id
        self.broker = broker
        self.client = client
        self.owner = owner
        self.run = run
        self.world = world
        self.book = book
    }

    /// Begins to follow it; once.
    func start() {
        let followers = [Task { await follow() }] + Self.shown.map { output in Task { await follow(output) } }
        tasks.withLock { $0 += followers }
    }

    func stop() {
        let all = tasks.withLock { $0 }
        for task in all { task.cancel() }
    }

    /// The outputs that its page shows.
    static let shown = [TaskOutput.stdout, .stderr]

    private func follow() async {
        do throws(ClientError) {
            for try await event in client.events(of: id) {
                board.change { $0.take(event, at: world.now()) }
                if case .session(let received) = event { await note(received) }
            }
        } catch {
            board.change { $0.fail(error) }
        }
    }

    /// In the history, when it begins to run and when it has ended.
    private func note(_ received: Received<Session>) async {
        guard let run else { return }
        let view = board.value
        guard view.isOver || received.value.phase == .running else { return }
        // The page shows it; it will be seen again when the history is looked at.
        try? await book.saw(
            received.document, started: view.started, ended: view.isOver ? view.ended : nil, run, of: owner)
    }

    /// An output is followed from the moment at which there can be one.
    private func follow(_ output: TaskOutput) async {
        var issue = board.issue
        while !issue.value.mayHaveOutput {
            if issue.value.failure != nil || Task.isCancelled { return }
            let next = await board.issue(after: issue.number, until: world.now() + Self.patience, world)
            issue = next ?? board.issue
        }
        board.change { $0.outputs[output] = LogTail() }
        do throws(ClientError) {
            for try await bytes in client.log(output, of: id, follow: true) {
                board.change { $0.outputs[output]?.append(bytes) }
            }
            board.change { $0.outputs[output]?.isEnd = true }
        } catch {
            let message = error.code == .notFound ? "There is no such output." : error.message
            board.change { $0.outputs[output]?.problem = message }
        }
    }

    private static let patience = TimeSpan(seconds: 3600)

    /// Waits until the session was read, or will not be.
    ///
    /// - Throws: what its broker says against it; `unavailable` when it says nothing in time.
    func first(within span: TimeSpan) async throws(PortalError) -> SessionNews {
        let deadline = world.now() + span
        var issue = board.issue
        while issue.value.received == nil {
            if let failure = issue.value.failure { throw PortalError(failure) }
            if let away = issue.value.away { throw PortalError(.unavailable, away) }
            guard let next = await board.issue(after: issue.number, until: deadline, world) else {
                throw PortalError(.unavailable, "The broker \(broker.title) does not answer; load the page again.")
            }
            issue = next
        }
        return issue.value
    }
}

extension WatchedSession {
    /// Waits a moment for what outputs hold already, for those who read the page without a script.
    func news(withOutputsWithin span: TimeSpan) async -> SessionNews {
        let deadline = world.now() + span
        var issue = board.issue
        while issue.value.mayHaveOutput, !issue.value.hasOutputs {
            guard let next = await board.issue(after: issue.number, until: deadline, world) else { break }
            issue = next
        }
        return board.value
    }
}

extension SessionNews {
    /// Whether all is there that is there now.
    fileprivate var hasOutputs: Bool {
        if isOver { return isFinished }
        return WatchedSession.shown.allSatisfy { output in
            outputs[output].map { $0.count > 0 || $0.isEnd || $0.problem != nil } ?? false
        }
    }

    /// Whether the task may have written something.
    fileprivate var mayHaveOutput: Bool { isOver || phases.contains { $0.phase == .running || $0.phase == .available } }
}
