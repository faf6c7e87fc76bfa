import BerthDocument
import BerthModel
import Testing

@testable import BerthClient

struct SessionPollTests {
    @Test func changesAreEvents() {
        var poll = SessionPoll()
        #expect(poll.wait == nil)
        func received(_ phase: SessionPhase) -> Received<Session> {
            var session = Session()
            session.phase = phase
            return Received(session, session.document(for: .json))
        }
        #expect(poll.events(of: received(.running)) == [.phase(.running, at: nil), .session(received(.running))])
        #expect(poll.wait == 1000)
        #expect(poll.events(of: received(.running)).isEmpty)
        #expect(poll.events(of: received(.completed)).count == 2)
    }
}
