import BerthModel
import Testing

@testable import BerthBroker
@testable import BerthService

@Suite struct EventFramesTests {
    private var view: SessionView {
        var session = Session()
        session.phase = .accepted
        return SessionView(
            session: session, revision: 3,
            history: [
                PhaseChange(.offered, Instant(seconds: 0), revision: 1),
                PhaseChange(.accepted, Instant(seconds: 60), revision: 3),
            ])
    }

    private func text(after seen: Int64) throws -> String {
        String(decoding: try EventFrames.frames(view, after: seen), as: UTF8.self)
    }

    private let session = """
        id: 3
        event: session
        data: {"kind":"\(Kind.scheduledSession.uri)","phase":"ACCEPTED"}


        """

    @Test func everyPhaseForWhoHasSeenNothing() throws {
        #expect(
            try text(after: 0) == """
                id: 1
                event: phase
                data: {"phase":"OFFERED","time":"1970-01-01T00:00:00Z","revision":1}

                id: 3
                event: phase
                data: {"phase":"ACCEPTED","time":"1970-01-01T00:01:00Z","revision":3}


                """ + session)
    }

    @Test func thePhasesThatWereMissed() throws {
        for seen in [Int64(1), 2] {
            #expect(
                try text(after: seen) == """
                    id: 3
                    event: phase
                    data: {"phase":"ACCEPTED","time":"1970-01-01T00:01:00Z","revision":3}


                    """ + session)
        }
    }

    @Test func theSessionForWhoHasMissedNothing() throws { #expect(try text(after: 3) == session) }

    @Test func aCommentKeepsTheConnection() {
        #expect(String(decoding: EventFrames.keepAlive, as: UTF8.self) == ":\n\n")
    }
}
