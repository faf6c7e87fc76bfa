import BerthAnswers
import BerthClient
import BerthHTTP
import BerthModel

/// The page of a session, in parts: whole when it is loaded, and each part again when it has changed. No part knows who
/// looks.
struct SessionPage: Sendable {
    let watched: WatchedSession
    let view: SessionNews
    let now: Instant

    var session: Session { view.session ?? Session() }
    var path: String { PortalPath.of("sessions", watched.broker.name, "\(watched.id)") }
    var title: String {
        let name = session.component.meta?.name ?? watched.run?.title ?? ""
        return name.isEmpty ? "Session \(ValueText.short(watched.id))" : name
    }

    func page(guardField: HTML) -> PortalPage {
        let live: HTML = view.isFinished ? "" : " data-live=\"\(href: path + "/events")\""
        var page = PortalPage(
            title, in: .history,
            """
            <h1>\(title)</h1>
            <p class="meta">\(ValueText.executable(session.executable)) · \(watched.broker.title) · \
            session <code>\(watched.id.description)</code></p>
            <p id="live-status" class="meta" role="status"></p>
            <div\(live) class="stack">
            \(parts.map(\.html))\(outputs)</div>
            \(cancel(guardField))\(again(guardField))
            """)
        page.scripts = [.live, .times]
        page.styles = [.offersStyle]
        page.isWide = true
        return page
    }

    /// Each with its own identifier, which is that of its element.
    var parts: [(id: String, html: HTML)] {
        [
            ("session-state", element("session-state", state)),
            ("session-phases", element("session-phases", phases)),
            ("session-connect", element("session-connect", connectors)),
            ("session-promise", element("session-promise", promise)),
            ("session-messages", element("session-messages", messages)),
        ]
    }

    private func element(_ id: String, _ inner: HTML) -> HTML { "<div id=\"\(id)\">\(inner)</div>\n" }

    // MARK: how it is

    /// What is said aloud when it changes.
    var words: String {
        if let failure = view.failure { return failure.message }
        if let away = view.away { return "The broker is away: \(away) It is tried again." }
        switch session.phase {
        case .completed: return "The session is completed."
        case .failed: return "The session has failed."
        case .cancelled: return "The session was cancelled."
        case let phase: return "The session is \(Self.word(phase))."
        }
    }

    private var state: HTML {
        let phase = session.phase
        let style = phase == .completed ? "good" : phase == .failed ? "bad" : phase?.isEnd ?? false ? "warn" : ""
        let since: HTML? = view.phases.last.map { " since \(HTML.time($0.at, now))" }
        let code: HTML? = session.taskExitCode.map { ", exit code \($0)" }
        var html: HTML = "<p><span class=\"tag \(style)\">\(Self.word(phase))</span>\(since)\(code)</p>\n"
        if let failure = view.failure {
            html += """
                <p class="notice bad">No more news of this session: \(failure.message) Load the page again to try once \
                more.</p>

                """
        } else if let away = view.away {
            html += """
                <p class="notice warn">The broker is away, and is tried again: \(away) The session itself goes on.</p>

                """
        }
        if phase == .failed { html += reasons }
        return html
    }

    /// Why it failed, before everything else that was said.
    private var reasons: HTML {
        let graves = (session.component.meta?.messages ?? []).filter { $0.level == .error || $0.level == .warn }
        if graves.isEmpty { return "<p class=\"notice bad\">It failed, and nobody said why.</p>\n" }
        let items = graves.map { "<li>\($0.sentence)</li>\n" as HTML }
        return "<div class=\"notice bad\"><p>Why it failed:</p>\n<ul>\n\(items)</ul></div>\n"
    }

    static func word(_ phase: SessionPhase?) -> String { (phase?.rawValue ?? "unknown").lowercased() }

    private static let usual: [SessionPhase] = [.accepted, .waiting, .preparing, .available, .running, .releasing]

    /// What was, in its order with its times, then what usually comes.
    private var phases: HTML {
        let past = view.phases.enumerated().map { index, change -> HTML in
            let isLast = index == view.phases.count - 1
            let isBad = change.phase == .failed || change.phase == .cancelled
            let style = isBad ? "is-bad" : isLast && !change.phase.isEnd ? "is-now" : "is-past"
            let current: HTML = isLast ? " aria-current=\"step\"" : ""
            return """
                <li class="\(style)"\(current)>\(Self.word(change.phase))<br>\
                <span class="soft">\(HTML.time(change.at, now))</span></li>

                """
        }
        var coming: [SessionPhase] = []
        if let phase = view.phases.last?.phase, !phase.isEnd, phase != .offered {
            let place = Self.usual.firstIndex(of: phase) ?? 0
            coming = Self.usual[(place + 1)...].filter { $0 != .waiting } + [.completed]
        }
        let rest = coming.map { "<li class=\"soft\">\(Self.word($0))</li>\n" as HTML }
        return "<ol class=\"phases\" aria-label=\"Phases\">\n\(past)\(rest)</ol>\n"
    }

    // MARK: what it gives

    private var connectors: HTML {
        let items = session.connectors.enumerated().map { index, connector -> HTML in
            let status = connector.status?.rawValue.lowercased() ?? ""
            let location = connector.location ?? ""
            let isOpen = connector.status == .available && !view.isOver
            let start = location.prefix(8).lowercased()
            guard isOpen, start.hasPrefix("http://") || start.hasPrefix("https://"), HTML.isSafe(location) else {
                let shown = isOpen ? location : ""
                return "<li>\(connector.protocol ?? "") \(shown) <span class=\"soft\">\(status)</span></li>\n"
            }
            // A new tab that knows nothing of this one: neither of its window nor of its address.
            return """
                <li><a class="button" id="connect-\(index)" href="\(href: location)" target="_blank" \
                rel="noopener noreferrer">Open\(isNotebook ? " the notebook" : "") \
                <span class="visually-hidden">(in a new tab)</span></a> \
                <span class="soft">\(connector.protocol ?? "")</span></li>

                """
        }
        if items.isEmpty { return "" }
        return "<h2>Connect</h2>\n<ul class=\"changes\">\n\(items)</ul>\n"
    }

    private var isNotebook: Bool {
        if case .jupyterNotebook? = session.executable { true } else { false }
    }

    private var promise: HTML {
        PromiseTable(promise: watched.run?.promised ?? session, view: view, now: now).html
    }

    private var messages: HTML {
        let messages = session.component.meta?.messages ?? []
        if messages.isEmpty { return "" }
        let items = messages.suffix(Self.messagesShown).map { message -> HTML in
            let time: HTML? = message.time.map { "\(HTML.time($0, now)) " }
            return "<li>\(time)\(message.sentence)</li>\n"
        }
        let rest: HTML? =
            messages.count > Self.messagesShown
            ? "<p class=\"meta\">The last \(Self.messagesShown) of \(messages.count).</p>\n" : nil
        return "<h2>What was said</h2>\n\(rest)<ul class=\"reasons\">\n\(items)</ul>\n"
    }

    private static let messagesShown = 50

    // MARK: outputs

    private var outputs: HTML {
        let shown = WatchedSession.shown.map { output -> HTML in
            """
            <h3 id="name-\(output.rawValue)">\(output == .stdout ? "Standard output" : "Standard error")</h3>
            \(Self.output(output, view).html)<p class="meta"><a href="\(href: log(output))">All of it, as text</a></p>

            """
        }
        let result: HTML? =
            isNotebook ? "<p><a href=\"\(href: log(.result))\">The notebook with its outputs</a></p>\n" : nil
        return "<section aria-labelledby=\"outputs\">\n<h2 id=\"outputs\">Output</h2>\n\(shown)\(result)</section>\n"
    }

    func log(_ output: TaskOutput) -> String { path + "/log/" + output.rawValue }

    /// The box of an output with the end of it, and where what comes after begins.
    static func output(_ output: TaskOutput, _ view: SessionNews) -> (html: HTML, end: Int) {
        let tail = view.outputs[output] ?? LogTail()
        let piece = tail.piece(after: 0)
        let cut = piece.isCut ? "…\n" : ""
        let problem = tail.problem.map { "\n[\($0)]" } ?? ""
        let empty = view.isOver ? "Nothing." : "Nothing yet."
        return (
            """
            <pre class="log" id="log-\(output.rawValue)" tabindex="0" role="region" data-empty="\(empty)" \
            aria-labelledby="name-\(output.rawValue)">\(cut + piece.text + problem)</pre>

            """, piece.end
        )
    }

    // MARK: forms

    private func cancel(_ guardField: HTML) -> HTML? {
        let mayCancel = (session.component.meta?.options ?? []).contains { option in
            guard case .enumValue(let words) = option else { return false }
            return words.path == "phase" && words.values.contains(SessionPhase.cancelled.rawValue)
        }
        guard mayCancel, !view.isOver else { return nil }
        return """
            <form method="post" action="\(href: path + "/cancel")" data-until-end>\(guardField)\
            <button class="danger">Cancel the session</button></form>

            """
    }

    private func again(_ guardField: HTML) -> HTML? {
        guard let asking = watched.run?.asking else { return nil }
        return """
            <form method="post" action="\(href: PortalPath.of("history", "\(asking)", "again"))">\(guardField)\
            <button class="quiet">Ask again for the same</button></form>

            """
    }
}
