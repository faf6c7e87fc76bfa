import BerthClient
import BerthDocument
import BerthModel
import Testing

@testable import BerthPortal

struct PromiseTableTests {
    private static func row(_ name: String, _ events: [Int64: SessionPhase], _ message: Message? = nil) -> String {
        var view = SessionNews()
        for (seconds, phase) in events.sorted(by: { $0.key < $1.key }) {
            view.take(.phase(phase, at: Sample.after(seconds)), at: Sample.noon)
        }
        var session = Sample.offer(1, phase: view.phases.last?.phase ?? .accepted)
        session.component.meta?.modified = view.phases.last?.at
        if let message { session.component.meta?.messages.append(message) }
        view.take(.session(.init(session, .null)), at: Sample.noon)
        let html = PromiseTable(
            promise: Sample.offer(1, costs: [Sample.quote("EUR", 2)]), view: view, now: Sample.noon
        ).html.text
        let row = html.split(separator: "\n").first { $0.contains("<th scope=\"row\">\(name)</th>") }
        return row.map { String($0) } ?? ""
    }

    @Test func aStartThatWasKept() {
        #expect(
            Self.row("Start", [1: .accepted, 11: .running]) == """
                <tr><th scope="row">Start</th><td>\
                <time datetime="2030-01-31T12:00:10Z" data-clock>12:00:10 UTC</time></td>\
                <td><time datetime="2030-01-31T12:00:11Z" data-clock>12:00:11 UTC</time>, in time</td></tr>
                """)
        #expect(Self.row("Start", [70: .running]).hasSuffix("</time>, 1 min later</td></tr>"))
        #expect(Self.row("Start", [2: .running]).hasSuffix("</time>, 8 s earlier</td></tr>"))
        #expect(Self.row("Start", [1: .accepted]).hasSuffix("data-count>in 10 s</time></td></tr>"))
        #expect(Self.row("Start", [1: .accepted, 2: .cancelled]).hasSuffix("<td>it did not start</td></tr>"))
    }

    @Test func howLongItRan() {
        #expect(
            Self.row("Time to run", [10: .running, 130: .releasing, 135: .completed])
                == "<tr><th scope=\"row\">Time to run</th><td>up to 1 h</td><td>2 min</td></tr>")
        #expect(Self.row("Time to run", [10: .running]).contains("<td>since <time"))
    }

    /// What a platform has measured counts more than what it has promised.
    @Test func whatWasUsed() {
        let used = Message(
            .info, time: Sample.noon, "It took {memory} MiB.",
            ["memory": "512", "seconds": "9", "processorSeconds": "18"])
        let events: [Int64: SessionPhase] = [10: .running, 20: .completed]
        #expect(Self.row("Memory", events, used).hasSuffix("<td>4 GiB</td><td>512 MiB at most</td></tr>"))
        #expect(Self.row("Processor time", events, used).hasSuffix("<td></td><td>18 s</td></tr>"))
        #expect(Self.row("Memory", events).hasSuffix("<td>4 GiB</td><td>4 GiB</td></tr>"))
        #expect(Self.row("Cores", [1: .accepted]).hasSuffix("<td>2 cores</td><td></td></tr>"))
        #expect(Self.row("Cost", events).hasSuffix("<td>2 EUR</td><td></td></tr>"))
        #expect(Self.row("Processor time", events).isEmpty)
    }
}
