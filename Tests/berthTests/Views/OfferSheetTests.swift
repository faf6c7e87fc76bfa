import BerthAnswers
import BerthDocument
import BerthModel
import Foundation
import Testing

@testable import berth

struct OfferSheetTests {
    static func example(_ name: String) throws -> Document {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: CommandCheckTests.root + "/examples/\(name).json"))
        return try Document.read(Array(bytes), as: .json)
    }

    @Test func theExample() throws {
        let answer = OfferSetResponse.reading(try Self.example("offerset-yes"), from: .json).value
        let time = TimeText(now: try #require(Instant("2030-01-31T10:00:00Z")), offset: { _ in 0 })
        #expect(
            OfferSheet(answer: answer, console: .none, time: time).lines == [
                "YES, 1 offer, held until 10:04:00 (in 4 min).",
                "#  starts              for  cores   memory  cost              identifier",
                "1  10:00:20 (in 20 s)  2 h  1 core  1 GiB   0.5 to 0.75 euro  4f6b1f0e",
            ])
    }

    /// What a snapshot has kept nobody holds.
    @Test func whatIsNotHeldIsNotCalledSo() throws {
        let answer = OfferSetResponse.reading(try Self.example("offerset-yes"), from: .json).value
        let time = TimeText(now: try #require(Instant("2030-01-31T08:00:00Z")), offset: { _ in 0 })
        let lines = OfferSheet(answer: answer, console: .none, time: time, isHeld: false).lines
        #expect(lines[0] == "YES, 1 offer.")
        #expect(!lines.contains(OfferSheet.hint))
    }

    @Test(
        arguments: [
            ([59], nil), ([0, 59], nil), ([7200], "Nothing starts at once: offer 1 in 2 h."),
            ([60, 3600], "Nothing starts at once: offer 1 in 1 min, offer 2 in 1 h."),
            ([0, 3600], "Not all start at once: offer 2 in 1 h."),
        ] as [([Int64], String?)])
    func offersThatStartLate(_ seconds: [Int64], _ footer: String?) {
        var answer = OfferSetResponse()
        answer.offers = seconds.map { seconds in
            var session = Session()
            let start = CapturedRun.now + TimeSpan(seconds: seconds)
            var schedule = Schedule()
            schedule.available = TimedWindow()
            schedule.available?.start = Interval(start: start, end: start)
            session.schedule = schedule
            return session
        }
        let lines = OfferSheet(answer: answer, console: .none, time: .noon).lines
        #expect(lines.dropFirst(seconds.count + 2) == (footer.map { [$0, OfferSheet.hint] } ?? [])[...])
    }

    @Test func offersThatSayLittle() {
        var answer = OfferSetResponse()
        answer.offers = [Session(), Session()]
        var meta = Metadata()
        meta.messages = [
            Message(.warn, time: CapturedRun.now, "b cannot."),
            Message(.warn, time: CapturedRun.now, "It is too large.", ["platform": "c"]),
            Message(.warn, time: CapturedRun.now, "{platform} gave no answer.", ["platform": "d"]),
        ]
        answer.meta = meta
        #expect(
            OfferSheet(answer: answer, console: .none, time: .noon).lines
                == [
                    "YES, 2 offers.", "#", "1", "2", "note: b cannot.", "note: It is too large. (c)",
                    "note: d gave no answer.",
                ])
    }
}
