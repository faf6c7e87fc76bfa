import BerthModel
import Testing

@testable import BerthRemote

@Suite struct FollowedSessionsTests {
    private let id = UUID(random: 1, 2)

    @Test func `whoever waits for the start is told of it`() async {
        let sessions = FollowedSessions()
        sessions.prepare(id)
        #expect(sessions.isPreparing(id))
        let waiting = (0..<3).map { _ in Task { [id] in await sessions.opened(id) } }
        await Task.yield()
        sessions.open(id)
        for task in waiting { await task.value }
        #expect(!sessions.isPreparing(id))
    }

    @Test func `nobody waits for what is not being prepared`() async {
        let sessions = FollowedSessions()
        await sessions.opened(id)
        sessions.prepare(id)
        sessions.open(id)
        await sessions.opened(id)
    }

    @Test func `a wait ends with its task`() async {
        let sessions = FollowedSessions()
        sessions.prepare(id)
        let waiting = Task { [id] in await sessions.opened(id) }
        waiting.cancel()
        await waiting.value
        #expect(sessions.isPreparing(id))
    }

    @Test func `what is forgotten is neither over nor waited for`() async {
        let sessions = FollowedSessions()
        sessions.prepare(id)
        sessions.end(id)
        #expect(sessions.isOver(id))
        let waiting = Task { [id] in await sessions.opened(id) }
        sessions.forget(id)
        await waiting.value
        #expect(!sessions.isOver(id))
    }
}
