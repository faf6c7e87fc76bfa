import BerthAnswers
import BerthDocument
import BerthModel
import BerthPlatform

/// Why platforms would not, grouped by reason, each with what would mend it.
struct WhyNot: Sendable {
    /// What one broker said.
    struct Said: Sendable {
        /// One word; comes back with a change.
        var broker: String
        /// Named where there is more than one.
        var title: String?
        var refusal: Refusal
    }

    let said: [Said]
    /// What was asked.
    var request = Document.null
    /// Makes a form that applies a change: its fields and what its button says.
    let form: @Sendable (_ fields: [(name: String, value: String)], _ inner: HTML) -> HTML

    var isEmpty: Bool { said.allSatisfy { $0.refusal.reasons.isEmpty && $0.refusal.changes.isEmpty } }

    /// Platforms that gave no answer, each with what is known of it.
    var silent: [(broker: Said, message: Message)] {
        said.flatMap { said in
            said.refusal.reasons.filter { $0.reason == .silence }.map { (said, $0.message) }
        }
    }

    var html: HTML { changes + reasons + silence + notes }

    // MARK: what would do

    private var changes: HTML {
        let items = said.flatMap { said in
            said.refusal.changes.map { change in item(said, change.number, change.platforms, change.set) }
        }
        if items.isEmpty { return "" }
        return """
            <section class="stack" aria-labelledby="would-do">
            <h2 id="would-do">What would be a yes</h2>
            <p class="meta">Each of these was tried with the platform that is named.</p>
            <ul class="changes">
            \(items)</ul>
            </section>

            """
    }

    private func item(_ said: Said, _ number: String, _ platforms: String, _ set: ChangeSet) -> HTML {
        let place = [platforms, said.title ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
        let text = ChangeWords.text(set, of: request)
        let paths = set.changes.filter { !$0.isOfAsker }.map(\.path.description).joined(separator: ", ")
        let code: HTML? = paths.isEmpty ? nil : " <code class=\"place\">\(paths)</code>"
        let words = "<span class=\"change\">\(text)</span>\(code) <span class=\"soft\">(\(place))</span>" as HTML
        // Nobody comes into a group by a form.
        guard !set.changes.contains(where: \.isOfAsker) else {
            return "<li><span>\(words)<br><span class=\"soft\">Ask who keeps the group.</span></span></li>\n"
        }
        let fields = [("broker", said.broker), ("change", number)]
        let button: HTML = """
            <button aria-label="Change to \(text) and ask again">Change this and ask again</button>
            """
        return "<li><span>\(words)</span>\(form(fields, button))</li>\n"
    }

    // MARK: why not

    private var reasons: HTML {
        var sections: [(reason: Refusal.Reason, items: [HTML])] = []
        for said in said {
            for group in said.refusal.groups where group.reason != .silence {
                let item = item(said, group)
                if let known = sections.firstIndex(where: { $0.reason == group.reason }) {
                    sections[known].items.append(item)
                } else {
                    sections.append((group.reason, [item]))
                }
            }
        }
        if sections.isEmpty { return "" }
        let ordered = sections.sorted { $0.reason < $1.reason }.map { section -> HTML in
            "<h3>\(section.reason.title)</h3>\n<ul class=\"reasons\">\n\(section.items)</ul>\n"
        }
        return """
            <section class="stack" aria-labelledby="why-not">
            <h2 id="why-not">Why not</h2>
            \(ordered)</section>

            """
    }

    private func item(_ said: Said, _ group: Refusal.Group) -> HTML {
        let first = group.messages[0]
        let values = first.values
        let path = values["path"] ?? ""
        let place: HTML? = path.isEmpty ? nil : "<code>\(path)</code> "
        let who: HTML? = values["couldChange"].map { "<br><span class=\"soft\">Could be changed by: \($0)</span>" }
        return """
            <li>\(place)\(first.sentence)\(places(said, group))\(who)\(mend(said, path))</li>

            """
    }

    /// Which platforms say so, with what each has.
    private func places(_ said: Said, _ group: Refusal.Group) -> HTML {
        let unit = group.messages[0].values["unit"].map { " \($0)" } ?? ""
        let names = group.messages.compactMap { message -> String? in
            guard let name = message.values["platform"] else { return said.title }
            let available =
                message.values["available"].map { available in
                    // The unit is that of what is wanted.
                    ": \(available)\(unit == " cores" && available == "1" ? " core" : unit)"
                } ?? ""
            return [name, said.title ?? ""].filter { !$0.isEmpty }.joined(separator: ", ") + available
        }
        if names.isEmpty { return "" }
        let rest = names.count > Self.namesShown ? " and \(names.count - Self.namesShown) more" : ""
        return """
            <br><span class="soft">\(names.prefix(Self.namesShown).joined(separator: "; "))\(rest)</span>
            """
    }

    private static let namesShown = 12

    /// The member as a field, where no change was tried that takes it away.
    private func mend(_ said: Said, _ path: String) -> HTML? {
        guard !path.isEmpty, said.refusal.changes.isEmpty, let option = said.refusal.option(at: path),
            let field = field(option, named: path)
        else { return nil }
        let range: HTML? = option.range.map { "<span class=\"hint\">\($0)</span>" }
        let fields = [("broker", said.broker), ("path", path)]
        return form(
            fields,
            """
            <label>New value for \(path) \(field)</label> \(range) <button>Change this and ask again</button>
            """)
    }

    private func field(_ option: Option, named path: String) -> HTML? {
        switch option {
        case .integerValue(let range):
            let least: HTML? = range.min.map { " min=\"\($0)\"" }
            let most: HTML? = range.max.map { " max=\"\($0)\"" }
            let value = (range.max ?? range.min).map { "\($0)" } ?? ""
            return "<input name=\"value\" type=\"number\" step=\"1\" required\(least)\(most) value=\"\(value)\">"
        case .enumValue(let words):
            if words.values.isEmpty { return nil }
            return """
                <select name="value">\(words.values.map { "<option>\($0)</option>" as HTML })</select>
                """
        case .stringValue(let text):
            let exact = text.pattern.map { $0.hasPrefix("^") && $0.hasSuffix("$") } ?? false
            return "<input name=\"value\" type=\"text\" required value=\"\(exact ? option.range ?? "" : "")\">"
        case .integerDelta, .stranger: return nil
        }
    }

    // MARK: silence, and what was said besides

    private var silence: HTML {
        let silent = silent
        if silent.isEmpty { return "" }
        let items = silent.map { said, message -> HTML in
            let title: HTML? = said.title.map { " <span class=\"soft\">(\($0))</span>" }
            return "<li>\(message.sentence)\(title)</li>\n"
        }
        return """
            <section class="stack" aria-labelledby="silent">
            <h2 id="silent">No answer from</h2>
            <ul class="reasons">
            \(items)</ul>
            </section>

            """
    }

    private var notes: HTML {
        let notes = said.flatMap { said in said.refusal.notes.compactMap(\.message) }
        if notes.isEmpty { return "" }
        return """
            <section class="stack" aria-labelledby="notes">
            <h2 id="notes">Also said</h2>
            <ul class="reasons">
            \(notes.map { "<li>\($0)</li>\n" as HTML })</ul>
            </section>

            """
    }
}
