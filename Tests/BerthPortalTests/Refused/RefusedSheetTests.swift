import BerthModel
import BerthPlatform
import Testing

@testable import BerthPortal

struct RefusedSheetTests {
    private static func refused(_ messages: [Message], groups: [String] = [], at seconds: Int64 = 0) -> RefusedRequest {
        RefusedRequest(Sample.answer([], messages), broker: "Here", groups: groups, at: Sample.after(seconds))
            ?? RefusedRequest()
    }

    @Test func theSameReasonIsCounted() {
        let sheet = RefusedSheet(
            requests: [
                Self.refused([Sample.obstacle(), Sample.silence, Sample.change()], groups: ["astro"], at: 60),
                Self.refused([Sample.obstacle(), Sample.change()], groups: ["<bio>"]),
                Self.refused([Sample.obstacle(.notNow, on: "b")]),
            ], now: Sample.noon, retention: TimeSpan(seconds: 90 * 86_400))
        let lines = sheet.lines
        #expect(lines.map(\.count) == [1, 1, 2])
        #expect(lines.map(\.platform) == ["west", "b", "desk"])
        #expect(lines[2].wanted == ["64 cores"])
        #expect(lines[2].available == "4 cores")
        #expect(lines[2].last == Sample.after(60))
        #expect(sheet.wins == [.init(words: "4 cores", platforms: "desk", count: 2)])
        let text = sheet.page.content.text
        #expect(text.contains("<p>3 requests that no platform of a broker would\nrun since <time"))
        #expect(text.contains("They came from the groups &lt;bio&gt;, astro."))
        #expect(
            text.contains(
                """
                <tr><th scope="row">Not possible here</th><td>desk</td><td><code>compute.cores.min</code></td>\
                <td>64 cores</td><td>4 cores</td><td>2</td>\
                <td><time datetime="2030-01-31T12:01:00Z" data-clock>12:01:00 UTC</time></td></tr>
                """))
        #expect(text.contains("<tr><th scope=\"row\">4 cores</th><td>desk</td><td>2</td></tr>"))
    }

    @Test func nothingWasRefused() {
        let sheet = RefusedSheet(requests: [], now: Sample.noon, retention: TimeSpan(seconds: 90 * 86_400))
        let text = sheet.page.content.text
        #expect(text.contains("Nothing was refused."))
        #expect(text.contains("of the last\n90 d and at most 5000 requests"))
    }
}
