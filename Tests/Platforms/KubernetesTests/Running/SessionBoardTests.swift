import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthKubernetes

@Suite struct SessionBoardTests {
    private static let session = UUID(random: 1, 1)

    static func object(_ name: String, phase: String = "Pending", session: UUID = session, at time: String = "1")
        -> Document
    {
        [
            "metadata": [
                "name": .text(name), "creationTimestamp": .text(time),
                "labels": [ObjectNames.sessionLabel: .text(session.description)],
            ], "status": ["phase": .text(phase)],
        ]
    }

    private static func board(away: Int64 = 60) -> SessionBoard { SessionBoard(awaySeconds: away) { _, _ in } }

    private static func full() -> SessionBoard {
        let board = board()
        for kind in SessionBoard.Kind.allCases { board.replace(kind, with: []) }
        return board
    }

    @Test func whoAsksWaitsForTheFirstLists() async throws {
        let board = Self.board()
        let asked = Task { try await board.entry(Self.session, after: nil).entry }
        board.replace(.jobs, with: [Self.object("j")])
        board.replace(.events, with: [])
        board.replace(.pods, with: [Self.object("p")])
        let entry = try await asked.value
        #expect(entry.job?.name == "j" && entry.pod?.name == "p")
    }

    @Test func whoWaitsIsToldOfAChangeOfHisSessionAlone() async throws {
        let board = Self.full()
        let (first, version) = try await board.entry(Self.session, after: nil)
        #expect(first.isEmpty)
        let waiting = Task { try await board.entry(Self.session, after: version).entry.pod?.phase }
        board.update(.pods, Self.object("x", session: UUID(random: 2, 2)), isGone: false)
        board.update(.pods, Self.object("p", phase: "Running"), isGone: false)
        #expect(try await waiting.value == "Running")
    }

    @Test func theLaterOfTwoPodsCounts() async throws {
        let board = Self.full()
        board.update(.pods, Self.object("b", at: "2"), isGone: false)
        board.update(.pods, Self.object("a", at: "1"), isGone: false)
        #expect(try await board.entry(Self.session, after: nil).entry.pod?.name == "b")
        board.update(.pods, Self.object("b"), isGone: true)
        #expect(try await board.entry(Self.session, after: nil).entry.pod?.name == "a")
    }

    @Test func aListForgetsWhatIsNotInIt() async throws {
        let board = Self.full()
        board.replace(.pods, with: [Self.object("p")])
        let (entry, version) = try await board.entry(Self.session, after: nil)
        #expect(entry.pod != nil)
        let waiting = Task { try await board.entry(Self.session, after: version).entry.isEmpty }
        board.replace(.pods, with: [])
        #expect(try await waiting.value)
    }

    @Test func whyNoPodIsMadeIsKeptBesideTheSession() async throws {
        let board = Self.full()
        let event: Document = [
            "involvedObject": ["name": .text("berth-\(Self.session)")], "message": "exceeded quota: team",
        ]
        board.update(.events, event, isGone: false)
        #expect(try await board.entry(Self.session, after: nil).entry.notMade == "exceeded quota: team")
    }

    @Test func aSilenceThatLastsIsAnErrorAndACancelEndsTheWait() async throws {
        let board = Self.board(away: 0)
        let asked = Task { try await board.entry(Self.session, after: nil) }
        board.silence(.jobs, PlatformError(.unreachable, "away"))
        board.silence(.jobs, PlatformError(.unreachable, "away"))
        await #expect(throws: PlatformError(.unreachable, "away")) { try await asked.value }
        let other = Self.full()
        let waiting = Task { try await other.entry(Self.session, after: 0) }
        waiting.cancel()
        let error = await #expect(throws: PlatformError.self) { try await waiting.value }
        #expect(error?.code == .cancelled)
    }
}
