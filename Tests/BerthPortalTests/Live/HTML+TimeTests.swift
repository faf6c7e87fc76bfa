import BerthModel
import Testing

@testable import BerthPortal

struct HTMLTimeTests {
    @Test func instantsAreForPeopleAndForTheScript() {
        #expect(
            HTML.time(Sample.after(90), Sample.noon).text
                == "<time datetime=\"2030-01-31T12:01:30Z\" data-clock>12:01:30 UTC</time>")
        #expect(
            HTML.time(Sample.after(90_000), Sample.noon).text
                == "<time datetime=\"2030-02-01T13:00:00Z\" data-clock>2030-02-01 13:00 UTC</time>")
        #expect(
            HTML.countdown(Sample.noon + TimeSpan(milliseconds: 240_500), Sample.noon).text
                == "<time datetime=\"2030-01-31T12:04:00Z\" data-count>in 4 min</time>")
    }
}
