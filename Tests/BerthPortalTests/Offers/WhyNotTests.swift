import BerthAnswers
import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthPortal

struct WhyNotTests {
    private static func html(_ messages: [Message], options: [Option] = [], title: String? = nil) -> String {
        var meta = Metadata()
        meta.messages = messages
        meta.options = options
        let said = WhyNot.Said(broker: "here", title: title, refusal: Refusal(meta))
        return WhyNot(said: [said], request: ["compute": ["cores": ["min": 64]]]) { fields, inner in
            "<form>\(fields.map { "[\($0.name)=\($0.value)]" as HTML })\(inner)</form>"
        }.html.text
    }

    @Test func reasonsByTheLadderEachOnce() {
        let html = Self.html(
            [
                Sample.obstacle(available: "4"), Sample.obstacle(.notNow, on: "b", available: "1"),
                Sample.obstacle(on: "<big>", available: "8"), Sample.silence,
                Message(.info, time: Sample.noon, "x: ignored."),
            ], title: "Here")
        #expect(
            html == """
                <section class="stack" aria-labelledby="why-not">
                <h2 id="why-not">Why not</h2>
                <h3>Not now</h3>
                <ul class="reasons">
                <li><code>compute.cores.min</code> 64 cores are wanted, there are 1.<br><span class="soft">\
                b, Here: 1 core</span></li>
                </ul>
                <h3>Not possible here</h3>
                <ul class="reasons">
                <li><code>compute.cores.min</code> 64 cores are wanted, there are 4.<br><span class="soft">\
                desk, Here: 4 cores; &lt;big&gt;, Here: 8 cores</span></li>
                </ul>
                </section>
                <section class="stack" aria-labelledby="silent">
                <h2 id="silent">No answer from</h2>
                <ul class="reasons">
                <li>west gave no answer: It is away. <span class="soft">(Here)</span></li>
                </ul>
                </section>
                <section class="stack" aria-labelledby="notes">
                <h2 id="notes">Also said</h2>
                <ul class="reasons">
                <li>x: ignored.</li>
                </ul>
                </section>

                """)
    }

    @Test func whatWasTriedIsAButton() {
        let html = Self.html([Sample.obstacle(), Sample.change(2)])
        #expect(
            html.contains(
                """
                <li><span><span class="change">at most 4 cores instead of 64</span> \
                <code class="place">compute.cores.min</code> <span class="soft">(desk)</span></span>\
                <form>[broker=here][change=2]<button aria-label="Change to at most 4 cores instead of 64 \
                and ask again">\
                Change this and ask again</button></form></li>
                """))
        // Beside what was tried no value has to be guessed.
        #expect(!html.contains("name=\"value\""))
    }

    @Test func nobodyComesIntoAGroupByAForm() {
        let set = ChangeSet([.inGroup(["astronomers"])])
        let html = Self.html([set.message(1, on: ["desk"], of: ExecutionRequest(), at: Sample.noon)])
        #expect(html.contains("you in the group astronomers"))
        #expect(html.contains("Ask who keeps the group."))
        #expect(!html.contains("<form>"))
    }

    @Test(arguments: [
        (
            Option.integerValue(IntegerOption(path: "compute.cores.min", min: 1, max: 4, units: "core")),
            "<input name=\"value\" type=\"number\" step=\"1\" required min=\"1\" max=\"4\" value=\"4\"></label> "
                + "<span class=\"hint\">1 to 4 cores</span>"
        ),
        (
            .enumValue(EnumValueOption(path: "compute.cores.min", values: ["a", "<b>"])),
            "<select name=\"value\"><option>a</option><option>&lt;b&gt;</option></select></label>"
        ),
    ])
    func aMemberThatMayBeSet(_ option: Option, _ field: String) {
        let html = Self.html([Sample.obstacle()], options: [option])
        #expect(html.contains("<form>[broker=here][path=compute.cores.min]<label>New value for compute.cores.min "))
        #expect(html.contains(field))
    }

    @Test func textsThatMayBeSet() {
        var text = StringValueOption()
        text.path = "compute.cores.min"
        text.pattern = "^P1D$"
        #expect(
            Self.html([Sample.obstacle()], options: [.stringValue(text)])
                .contains("<input name=\"value\" type=\"text\" required value=\"P1D\">"))
        text.pattern = "[a-z]+"
        #expect(Self.html([Sample.obstacle()], options: [.stringValue(text)]).contains("required value=\"\">"))
        #expect(!Self.html([Sample.obstacle()], options: [.stranger(kind: "k", .null)]).contains("<form>"))
    }

    @Test func nothingToSay() {
        #expect(WhyNot(said: []) { _, inner in inner }.isEmpty)
        #expect(Self.html([]).isEmpty)
    }
}
