import BerthAnswers
import BerthDocument
import BerthModel
import Testing

@testable import berth

struct SessionSheetTests {
    @Test func theExample() throws {
        let session = Session.reading(try OfferSheetTests.example("session"), from: .json).value
        let time = TimeText(now: try #require(Instant("2030-01-31T10:05:21.5Z")), offset: { _ in 0 })
        #expect(
            SessionSheet(session: session, console: .none, time: time).lines == [
                "session    4f6b1f0e-52a7-4a0e-9b57-0d5a6f3c1b21  server",
                "phase      RUNNING, last changed 10:00:21 (5 min ago)", "runs       localhost/berth-hello:1 httpd -f",
                "on         1 core, 1 GiB", "created    09:59:00 (6 min 21 s ago)",
                "available  10:00:20 (5 min 1 s ago) for 2 h", "storage    scratch  1 GiB  AVAILABLE",
                "reach      http://127.0.0.1:40321/  AVAILABLE", "you may    berth cancel 4f6b1f0e", "messages",
                "  10:00:21  INFO   The container was started on local.",
            ])
    }

    @Test func aSessionThatSaysNothing() {
        #expect(SessionSheet(session: Session(), console: .none, time: .noon).lines.isEmpty)
    }
}
