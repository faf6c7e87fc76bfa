import BerthAnswers
import BerthModel

/// What was promised against what happened.
struct PromiseTable: Sendable {
    /// The offer as it was accepted; the session's own words where it was accepted in another way.
    let promise: Session
    let view: SessionNews
    let now: Instant

    var html: HTML {
        let rows = rows
        if rows.isEmpty { return "" }
        return """
            <div class="table-wrap">
            <table>
            <caption>Promised, and what happened</caption>
            <thead><tr><th scope="col">What</th><th scope="col">Promised</th><th scope="col">Happened</th></tr></thead>
            <tbody>
            \(rows.map { row in
                "<tr><th scope=\"row\">\(row.name)</th><td>\(row.promised)</td><td>\(row.happened)</td></tr>\n" as HTML
            })</tbody>
            </table>
            </div>

            """
    }

    private struct Row {
        var name: String
        var promised: HTML
        var happened: HTML
    }

    private var rows: [Row] {
        let session = view.session
        var rows: [Row] = [start, duration].compactMap(\.self)
        func add(_ name: String, _ promised: String, _ happened: String) {
            if promised.isEmpty && happened.isEmpty { return }
            rows.append(Row(name: name, promised: HTML(escaping: promised), happened: HTML(escaping: happened)))
        }
        add(
            "Cores", ValueText.cores(promise.compute?.basic?.cores),
            used("cores", "")
                ?? given(session) { session in
                    ValueText.cores(session.compute?.basic?.cores)
                })
        add(
            "Memory", ValueText.gibibytes(promise.compute?.basic?.memory),
            used("memory", " MiB at most") ?? given(session) { ValueText.gibibytes($0.compute?.basic?.memory) })
        add("Processor time", "", used("processorSeconds", " s") ?? "")
        add("Storage", ValueText.storage(promise.storage), given(session) { ValueText.storage($0.storage) })
        // What a session says of its cost is its offer's quote, as long as nobody has counted.
        let (quoted, counted) = (Self.costs(promise), given(session, Self.costs))
        add("Cost", quoted, counted == quoted ? "" : counted)
        return rows
    }

    /// Only what has begun has got anything.
    private func given(_ session: Session?, _ text: (Session) -> String) -> String {
        guard view.started != nil, let session else { return "" }
        return text(session)
    }

    /// What a platform says was used, in the values of a message at the end.
    private func used(_ name: String, _ unit: String) -> String? {
        guard view.isOver else { return nil }
        let said = view.session?.component.meta?.messages.last {
            $0.values[name] != nil && $0.values["seconds"] != nil
        }
        return said?.values[name].map { $0 + unit }
    }

    private static func costs(_ session: Session) -> String {
        let quotes = session.component.costs.compactMap { if case .simple(let quote) = $0 { quote } else { nil } }
        return OfferPrice.gathered(quotes).compactMap { $0.totalText ?? $0.hourlyText }.joined(separator: ", ")
    }

    private var start: Row? {
        guard let promised = promise.schedule?.available?.start?.start else { return nil }
        let happened: HTML
        if let started = view.started {
            happened = "\(HTML.time(started, now))\(Self.difference(started - promised))"
        } else if view.isOver {
            happened = "it did not start"
        } else {
            happened = promised > now ? "\(HTML.countdown(promised, now))" : "not yet"
        }
        return Row(name: "Start", promised: HTML.time(promised, now), happened: happened)
    }

    /// Less than two seconds are nobody's fault.
    private static func difference(_ span: TimeSpan) -> HTML {
        if span.milliseconds.magnitude < 2000 { return ", in time" }
        let whole = TimeSpan(seconds: Int64(span.milliseconds.magnitude / 1000))
        return span > .zero ? ", \(TimeText.span(whole)) later" : ", \(TimeText.span(whole)) earlier"
    }

    private var duration: Row? {
        guard let promised = promise.schedule?.available?.duration else { return nil }
        let happened: HTML
        switch (view.started, view.ended) {
        case (let started?, let ended?): happened = "\(TimeText.span(ended - started))"
        case (let started?, nil) where !view.isOver: happened = "since \(HTML.time(started, now))"
        default: happened = ""
        }
        return Row(name: "Time to run", promised: "up to \(TimeText.span(promised))", happened: happened)
    }
}
