import BerthBroker
import BerthClient
import BerthDocument
import BerthModel
import Testing

@testable import BerthPortal

struct SessionPageTests {
    static func watched(_ run: RunEntry? = nil) throws -> WatchedSession {
        let broker = PortalBroker(name: "here", title: "This broker", url: "http://127.0.0.1:9")
        let world = StillWorld()
        let book = HistoryBook(store: MemoryPortalStore(), world: world, retention: TimeSpan(seconds: 86_400))
        return WatchedSession(
            Sample.id(1), at: broker, as: try broker.client(for: nil), owner: "ada", run: run, world: world, book: book)
    }

    static func page(_ view: SessionNews, _ change: (inout Session) -> Void = { _ in }) throws -> SessionPage {
        var view = view
        if var session = view.session {
            change(&session)
            view.received?.value = session
        }
        return SessionPage(watched: try watched(), view: view, now: Sample.noon)
    }

    private static func part(_ id: String, _ page: SessionPage) -> String {
        page.parts.first { $0.id == id }?.html.text ?? ""
    }

    private static let running = SessionNewsTests.view([
        .phase(.accepted, at: Sample.after(1)), SessionNewsTests.session(.running, at: 5),
    ])

    @Test func phasesInTheirOrder() throws {
        #expect(
            Self.part("session-phases", try Self.page(Self.running)) == """
                <div id="session-phases"><ol class="phases" aria-label="Phases">
                <li class="is-past">accepted<br><span class="soft">\
                <time datetime="2030-01-31T12:00:01Z" data-clock>12:00:01 UTC</time></span></li>
                <li class="is-now" aria-current="step">running<br><span class="soft">\
                <time datetime="2030-01-31T12:00:05Z" data-clock>12:00:05 UTC</time></span></li>
                <li class="soft">releasing</li>
                <li class="soft">completed</li>
                </ol>
                </div>

                """)
    }

    /// The address of a notebook may hold a token: no other page learns of it.
    @Test func aNotebookOpensInATabOfItsOwn() throws {
        let page = try Self.page(Self.running) { session in
            session.executable = .jupyterNotebook(JupyterNotebook())
            session.connectors = [
                Connector(status: .available, protocol: "http", location: "http://127.0.0.1:8888/lab?token=<t>"),
                Connector(status: .available, protocol: "ssh", location: "javascript:alert(1)"),
                Connector(status: .preparing, protocol: "https", location: "https://later"),
            ]
        }
        let connect = Self.part("session-connect", page)
        #expect(
            connect.contains(
                """
                <a class="button" id="connect-0" href="http://127.0.0.1:8888/lab?token=&lt;t&gt;" target="_blank" \
                rel="noopener noreferrer">Open the notebook
                """.trimmed))
        #expect(connect.contains("<li>ssh javascript:alert(1) <span class=\"soft\">available</span></li>"))
        #expect(connect.contains("<li>https  <span class=\"soft\">preparing</span></li>"))
        #expect(page.page(guardField: "").content.text.contains("/log/result\">The notebook with its outputs</a>"))
    }

    @Test func whatHasFailedSaysWhy() throws {
        let view = SessionNewsTests.view([SessionNewsTests.session(.failed, at: 9)])
        let page = try Self.page(view) { session in
            session.component.meta?.messages.append(
                Message(.error, time: Sample.noon, "The image <x> is not there.", ["exitCode": "3"]))
        }
        let state = Self.part("session-state", page)
        #expect(state.hasPrefix("<div id=\"session-state\"><p><span class=\"tag bad\">failed</span> since <time"))
        #expect(state.contains("</time>, exit code 3</p>"))
        #expect(state.contains("<p>Why it failed:</p>\n<ul>\n<li>The image &lt;x&gt; is not there.</li>\n</ul></div>"))
        #expect(page.words == "The session has failed.")
        #expect(Self.part("session-state", try Self.page(view)).contains("It failed, and nobody said why."))
    }

    @Test func aBrokerThatIsAwayIsSaid() throws {
        var view = Self.running
        view.take(.interrupted(ClientError(.unreachable, "Nobody answers.")), at: Sample.noon)
        #expect(
            Self.part("session-state", try Self.page(view)).contains(
                "<p class=\"notice warn\">The broker is away, and is tried again: Nobody answers. The session itself "
                    + "goes on.</p>"))
        view.fail(ClientError(.unreachable, "Nobody answers."))
        let page = try Self.page(view)
        #expect(page.words == "Nobody answers.")
        #expect(Self.part("session-state", page).contains("Load the page again to try once more."))
        #expect(!page.page(guardField: "").content.text.contains("data-live"))
    }

    @Test func onlyWhatMayBeCancelledCanBe() throws {
        let cancel = Option.enumValue(EnumValueOption(path: "phase", values: ["CANCELLED"]))
        let page = try Self.page(Self.running) { $0.component.meta?.options = [cancel] }
        #expect(
            page.page(guardField: "[guard]").content.text.contains(
                """
                <form method="post" action="/portal/sessions/here/00000000-0000-0000-0000-000000000001/cancel" \
                data-until-end>[guard]<button class="danger">Cancel the session</button></form>
                """))
        let bare = try Self.page(Self.running).page(guardField: "").content.text
        #expect(!bare.contains("<form"))
    }

    @Test func outputsAreText() throws {
        var view = Self.running
        view.outputs[.stdout] = LogTail()
        view.outputs[.stdout]?.append(Array("<script>alert(1)</script>\n".utf8))
        view.outputs[.stderr] = LogTail()
        view.outputs[.stderr]?.problem = "There is none."
        let text = try Self.page(view).page(guardField: "").content.text
        #expect(
            text.contains(
                """
                <pre class="log" id="log-stdout" tabindex="0" role="region" data-empty="Nothing yet." \
                aria-labelledby="name-stdout">&lt;script&gt;alert(1)&lt;/script&gt;
                </pre>
                """))
        #expect(text.contains("\n[There is none.]</pre>"))
        #expect(text.contains("/log/stdout\">All of it, as text</a>"))
    }

    @Test func manyMessagesAreCut() throws {
        let page = try Self.page(Self.running) { session in
            session.component.meta?.messages = (1...60).map { Message(.info, time: Sample.noon, "Number \($0).") }
        }
        let messages = Self.part("session-messages", page)
        #expect(messages.contains("The last 50 of 60."))
        #expect(!messages.contains("Number 10."))
        #expect(messages.contains("Number 11."))
    }
}
