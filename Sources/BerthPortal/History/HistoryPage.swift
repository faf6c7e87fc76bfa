import BerthAnswers
import BerthModel

/// What a visitor asked, was promised and got.
struct HistoryPage: Sendable {
    /// So many askings stand on a page.
    static let most = 25

    struct Line: Sendable {
        var entry: AskedEntry
        /// Of what was accepted.
        var run: RunEntry?
        /// How its session is now; nil when it has ended, or its broker did not say.
        var view: SessionNews?
    }

    let lines: [Line]
    /// The key after which the next page begins.
    let next: String?
    let now: Instant
    let guardField: HTML

    var page: PortalPage {
        var page = PortalPage("Runs", in: .history, "<h1>What you asked</h1>\n\(content)")
        page.scripts = [.times]
        page.styles = [.offersStyle]
        page.isWide = true
        return page
    }

    private var content: HTML {
        if lines.isEmpty {
            return """
                <p>Nothing yet. Begin in the <a href="/portal/catalogue">catalogue</a>, or
                <a href="/portal/ask">ask with a task of your own</a>.</p>
                """
        }
        let more: HTML? = next.map { next in
            "<p><a href=\"\(href: "/portal/history" + PortalPath.query([("after", next)]))\">Earlier ones</a></p>\n"
        }
        return """
            <div class="table-wrap" role="region" aria-label="What you asked" tabindex="0">
            <table>
            <caption class="visually-hidden">What you asked, what was promised, what you got; the latest first</caption>
            <thead><tr><th scope="col">Asked</th><th scope="col">Answer</th><th scope="col">Promised</th>\
            <th scope="col">Got</th><th scope="col"><span class="visually-hidden">Ask again</span></th></tr></thead>
            <tbody>
            \(lines.map(line))</tbody>
            </table>
            </div>
            \(more)
            """
    }

    private func line(_ line: Line) -> HTML {
        let entry = line.entry
        let at: HTML? = entry.at.map { "<br><span class=\"soft\">\(HTML.time($0, now))</span>" }
        let id = entry.id?.description ?? ""
        let asked = PortalPath.of("asked", entry.draft ?? "") + PortalPath.query([("asking", id)])
        return """
            <tr><th scope="row"><a href="\(href: asked)">\(entry.title ?? "")</a>\(at)</th>\
            <td>\(answer(entry))</td><td>\(promised(line.run))</td><td>\(got(line))</td>\
            <td><form method="post" action="\(href: PortalPath.of("history", id, "again"))">\(guardField)\
            <button class="quiet" aria-label="Ask again: \(entry.title ?? "")">Ask again</button></form></td></tr>

            """
    }

    private func answer(_ entry: AskedEntry) -> HTML {
        let problems = entry.brokers.compactMap { broker -> HTML? in
            broker.problem.map { "<br><span class=\"soft\">\(broker.title ?? ""): \($0)</span>" }
        }
        switch entry.offerCount {
        case nil: return problems.isEmpty ? "no answer yet" : "no answer\(problems)"
        case 0: return "<span class=\"tag bad\">no</span>\(problems)"
        case 1: return "<span class=\"tag good\">one offer</span>\(problems)"
        case let count?: return "<span class=\"tag good\">\(count) offers</span>\(problems)"
        }
    }

    private func promised(_ run: RunEntry?) -> HTML {
        guard let run, let promise = run.promised else { return "<span class=\"soft\">nothing accepted</span>" }
        let offer = [promise.platform ?? "", run.brokerTitle ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
        let compute = [
            ValueText.cores(promise.compute?.basic?.cores), ValueText.gibibytes(promise.compute?.basic?.memory),
            promise.schedule?.available?.duration.map { "up to \(TimeText.span($0))" } ?? "",
            promise.component.costs.map { ValueText.cost($0) }.first ?? "",
        ].filter { !$0.isEmpty }
        let start: HTML? = promise.schedule?.available?.start.map { "<br>from \(HTML.time($0.start, now))" }
        return "\(offer)\(start)<br><span class=\"soft\">\(compute.joined(separator: ", "))</span>"
    }

    private func got(_ line: Line) -> HTML {
        guard let run = line.run, let broker = run.broker, let id = run.session else { return "" }
        let session = line.view?.session ?? run.last
        let phase = session?.phase
        let style = phase == .completed ? "good" : phase == .failed ? "bad" : phase?.isEnd ?? false ? "warn" : ""
        let word = session == nil ? "not known now" : SessionPage.word(phase)
        let path = PortalPath.of("sessions", broker, "\(id)")
        var details: [HTML] = []
        if let started = line.view?.started ?? run.started {
            details.append("started \(HTML.time(started, now))")
            if let ended = line.view?.ended ?? run.ended {
                details.append(", ran for \(TimeText.span(ended - started))")
            }
        }
        if let code = session?.taskExitCode, phase == .failed { details.append(", exit code \(code)") }
        let more: HTML? = details.isEmpty ? nil : "<br><span class=\"soft\">\(details)</span>"
        return "<span class=\"tag \(style)\">\(word)</span> <a href=\"\(href: path)\">Session</a>\(more)"
    }
}
