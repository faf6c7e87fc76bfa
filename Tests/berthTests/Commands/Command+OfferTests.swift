import BerthBroker
import BerthModel
import Testing

@testable import berth

struct CommandOfferTests {
    @Test func anOfferIsAcceptedByItsNumber() async throws {
        try await Desk.during { desk in
            let id = try await desk.accepted("exit", "0")
            #expect(id.count == 36)
            let again = await desk.berth("accept", "1")
            // To accept twice is harmless while it runs, and no longer possible when it has ended.
            #expect(again.code == .success || again.code == .conflict)
            let watched = await desk.berth("watch", id)
            #expect(watched.code == .success)
        }
    }

    @Test func anOfferIsRejectedByTheBeginningOfItsIdentifier() async throws {
        try await Desk.during { desk in
            let asked = await desk.berth("ask", try desk.task("exit", "0"))
            let beginning = try #require(asked.output.split(whereSeparator: \.isWhitespace).last)
            let run = await desk.berth("reject", String(beginning))
            #expect(run.code == .success)
            #expect(run.output.hasPrefix("REJECTED \(beginning)"))
            #expect(run.error.isEmpty)
            let late = await desk.berth("accept", "1")
            #expect(late.code == .conflict)
        }
    }

    @Test func anAcceptedOfferSaysWhenItStarts() async throws {
        try await Desk.during { desk in
            _ = await desk.berth("ask", try desk.task("wait"))
            let run = await desk.berth("accept", "1")
            let id = try #require(run.output.split(separator: " ").last?.prefix(8))
            let lines = run.error.split(separator: "\n")
            try #require(lines.count == 2, "\(run.error)")
            #expect(lines[0].hasPrefix("It starts "))
            #expect(lines[0].hasSuffix(", for 2 h."))
            #expect(lines[1] == "Watch it: berth watch \(id). Read what it writes: berth logs -f \(id).")
            // What has begun says no more when it starts.
            #expect(!(await desk.berth("cancel", String(id))).error.contains("It starts"))
        }
    }

    @Test func allOffersOfAnAnswerAreGivenBackAtOnce() async throws {
        try await Desk.during { desk in
            _ = await desk.berth("ask", try desk.task("exit", "0"))
            let listed = await desk.berth("sessions", "--all")
            let id = try #require(listed.output.split(separator: "\n").last?.prefix(8))
            _ = await desk.berth("ask", try desk.task("exit", "0"))
            let run = await desk.berth("reject", "1", String(id), "--yaml")
            #expect(run.output.split(separator: "\n").filter { $0 == "phase: REJECTED" }.count == 2)
            #expect(run.output.contains("\n---\n"))
            #expect(await desk.berth("reject").code == .usage)
        }
    }

    @Test func offersThatAreNotThere() async throws {
        try await Desk.during { desk in
            let none = await desk.berth("accept", "1")
            #expect(none.code == .gone)
            #expect(none.error == "berth: No offers of \(desk.url) are remembered; ask first: berth ask FILE.\n")
            _ = await desk.berth("ask", try desk.task("exit", "0"))
            let second = await desk.berth("accept", "2")
            #expect(second.code == .gone)
            #expect(second.error == "berth: There is no offer 2; the last answer has offer 1 only.\n")
            let strange = await desk.berth("accept", "first")
            #expect(
                strange.error == """
                    berth: "first" does not name an offer; write its identifier, a number of the last answer, or at \
                    least 4 characters of its beginning.

                    """)
            let unknown = await desk.berth("accept", "00000000-0000-4000-8000-000000000000")
            #expect(unknown.code == .gone)
        }
    }

    @Test func anExpiredOfferIsGone() async throws {
        try await Desk.during({ $0.offerLife = .init(milliseconds: 1) }) { desk in
            _ = await desk.berth("ask", try desk.task("exit", "0"))
            var listed = await desk.berth("sessions", "--all")
            while !listed.output.contains("EXPIRED") { listed = await desk.berth("sessions", "--all") }
            #expect(await desk.berth("accept", "1").code == .gone)
        }
    }

    @Test func aSessionIsCancelled() async throws {
        try await Desk.during { desk in
            let id = try await desk.accepted("wait")
            let run = await desk.berth("cancel", id)
            #expect(run.code == .success)
            #expect(run.output.hasSuffix(" \(id)\n"))
            let watched = await desk.berth("watch", String(id.prefix(8)))
            #expect(watched.code == .notWell)
            #expect(watched.output.hasSuffix("  CANCELLED\n"))
        }
    }
}
