import BerthModel
import Testing

@testable import BerthPortal

struct TimeAxisTests {
    private static func axis(_ offers: [Session]) -> TimeAxis {
        TimeAxis(rows: OfferRow.rows([("here", "Here", offers)]), now: Sample.noon)
    }

    @Test func stretchesOfAnOffer() {
        let row = OfferRow.rows([("here", "Here", [Sample.offer(1, staging: 60, start: 90)])])[0]
        let stretches = TimeAxis.stretches(row.times, from: Sample.noon)
        #expect(stretches.map(\.kind) == [.wait, .stage, .run, .release])
        #expect(stretches.map(\.start) == [0, 60, 90, 3690].map { Sample.after($0) })
        #expect(stretches.map(\.end) == [60, 90, 3690, 3695].map { Sample.after($0) })
        // What has begun is drawn from now on.
        #expect(TimeAxis.stretches(row.times, from: Sample.after(70)).map(\.start).first == Sample.after(70))
        #expect(TimeAxis.stretches(OfferTimes(nil), from: Sample.noon).isEmpty)
    }

    @Test func aPictureWithWords() throws {
        let figure = try #require(Self.axis([Sample.offer(1, on: "a<b", staging: 0, start: 900)]).figure).text
        #expect(figure.contains("<title id=\"axis-title\">When each offer waits, stages, runs and is released</title>"))
        #expect(figure.contains("<text class=\"axis-name\" x=\"0\" y=\"38\">1 a&lt;b</text>"))
        #expect(
            figure.contains(
                "<rect class=\"bar-stage\" x=\"150\" y=\"26\" width=\"111\" height=\"16\" rx=\"2\">"
                    + "<title>staging for 15 min</title></rect>"))
        #expect(figure.contains("text-anchor=\"middle\">now</text>"))
        #expect(!figure.contains("style="))
        #expect(!figure.contains("bar-wait\" x"))
    }

    @Test func ticksArePlacesThatPeopleCountIn() {
        func titles(_ seconds: Int64) -> [String] {
            TimeAxis.Scale(from: Sample.noon, to: Sample.after(seconds), left: 0, right: 100).ticks.map(\.title)
        }
        #expect(titles(6) == ["now", "+1 s", "+2 s", "+3 s", "+4 s", "+5 s", "+6 s"])
        #expect(titles(4000) == ["now", "+10 min", "+20 min", "+30 min", "+40 min", "+50 min", "+1 h"])
        #expect(titles(3 * 86_400) == ["now", "+12 h", "+1 d", "+1 d 12 h", "+2 d", "+2 d 12 h", "+3 d"])
        #expect(titles(0) == ["now", "+1 s"])
        #expect(titles(3600 * 24 * 365 * 100).count == 2)
    }

    @Test func nothingToDraw() {
        #expect(Self.axis([]).figure == nil)
        var bare = Sample.offer(1)
        bare.schedule = nil
        #expect(Self.axis([bare]).figure == nil)
        let many = Self.axis((1...41).map { Sample.offer($0) })
        #expect(many.figure?.text.contains("The first 40 are shown.") == true)
    }
}
