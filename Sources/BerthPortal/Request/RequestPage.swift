import BerthDocument
import BerthModel

/// The page on which a draft is completed.
struct RequestPage: Sendable {
    var draft: Draft
    /// Why what was written is no value, by field.
    private(set) var faults: [DocumentPath: String] = [:]
    /// What is wrong with the request as a whole; nil before somebody wanted to ask.
    var findings: RequestFindings?
    /// One sentence at the top.
    var notice: HTML?

    /// - Parameter now: stands in for a start that is not said.
    init(draft: Draft, now: Instant) {
        self.draft = draft
        if draft.texts.isEmpty { return }
        for field in RequestForm(draft.request).fields {
            guard let texts = draft.texts[field.path] else { continue }
            do throws(FieldText.Fault) {
                _ = try FieldText.read(texts, field.kind, now: now)
            } catch {
                faults[field.path] = error.message
            }
        }
    }

    func page(_ guardField: HTML) -> PortalPage {
        let form = RequestForm(draft.request)
        return PortalPage(
            draft.title, in: .ask,
            """
            <h1>\(draft.title)</h1>
            \(origin)<p class="lead">Change what you know you will need, and leave open what you do not: each platform
            fills in the rest and shows you what it would give.</p>
            \(notice)\(summary(form))\
            <form class="sheet request" method="post" action="\(href: draft.path)">\(guardField)
            <input type="hidden" name="revision" value="\(draft.revision)">
            <button class="default" name="do" value="save" tabindex="-1" aria-hidden="true">Save</button>
            \(form.sections.map(section))
            <div class="bar-of-buttons">
            <button name="do" value="ask">Ask all platforms</button>
            <button class="quiet" name="do" value="save">Save for later</button>
            </div>
            </form>
            \(elsewhere(guardField))
            """)
    }

    private var origin: HTML? {
        draft.software.map { software in
            let path = PortalPath.of("catalogue", software.entry)
            return "<p class=\"meta\">From <a href=\"\(href: path)\">\(software.title)</a> in the catalogue.</p>\n"
        }
    }

    /// What is wrong, by the name of each field and with a link to it, in the order of the form.
    /// Source: WCAG 2.2, 3.3.1; technique G83.
    private func summary(_ form: RequestForm) -> HTML? {
        if faults.isEmpty, findings?.problems.isEmpty ?? true { return nil }
        let (fields, names) = (form.fields, form.names)
        func item(_ field: FormField, _ sentence: String) -> HTML {
            "<a href=\"#\(field.id)\"><b>\(names[field.path] ?? field.label)</b>: \(sentence)</a>"
        }
        var items: [HTML] = fields.compactMap { field in
            faults[field.path].map { "<li>\(item(field, $0))</li>\n" }
        }
        for problem in findings?.problems ?? [] where faults[problem.path] == nil {
            let field =
                fields.first { problem.path.steps.starts(with: $0.path.steps) }
                ?? fields.first { $0.path.steps.starts(with: problem.path.steps) }
            let place: HTML =
                if let field { item(field, problem.sentence) } else {
                    "<code>\(problem.path.description)</code>: \(problem.sentence)"
                }
            items.append("<li>\(place)</li>\n")
        }
        if items.isEmpty { return nil }
        return """
            <div class="notice bad" role="alert" id="problems" tabindex="-1" autofocus>\
            <p>\(items.count == 1 ? "One thing" : "\(items.count) things") must \
            be put right before platforms can be asked. What you wrote is kept.</p>
            <ul>\(items)</ul></div>

            """
    }

    // MARK: sections

    private func section(_ section: FormSection) -> HTML {
        """
        <fieldset class="part" id="\(section.id)"><legend>\(section.title)</legend>
        \(section.rows.map(row))</fieldset>

        """
    }

    private func row(_ row: FormRow) -> HTML {
        switch row {
        case .field(let field): return self.field(field)
        case .range(let label, let least, let most, let hint): return range(label, least, most, hint)
        case .thing(let title, let rows, let path):
            let removal: HTML? = path.map { path in
                """
                <button class="quiet small" name="do" value="remove:\(path.description)">Remove
                <span class="visually-hidden">\(title)</span></button>
                """
            }
            // What follows from the whole of the request is said at each field.
            let from = path.flatMap { draft.origins[$0].map(ValueTag.html) }
            return """
                <div class="thing" role="group" aria-label="\(title)"><div class="row"><h2>\(title)</h2>\
                \(from)\(removal)</div>
                \(rows.map(self.row))</div>

                """
        case .more(let rows):
            let isOpen = rows.flatMap(\.fields).contains {
                draft.request.value(at: $0.path) != nil || !faults(of: $0).isEmpty
            }
            return "<details\(flag: "open", isOpen)><summary>More</summary>\n\(rows.map(self.row))</details>\n"
        case .note(let sentence): return "<p class=\"meta\">\(sentence)</p>\n"
        case .stranger(let kind, let path): return stranger(kind, path)
        case .adding(let buttons):
            let shown: [HTML] = buttons.map {
                "<button class=\"quiet small\" name=\"do\" value=\"\($0.word)\">\($0.title)</button>\n"
            }
            return "<div class=\"row adding\">\(shown)</div>\n"
        }
    }

    private func stranger(_ kind: String, _ path: DocumentPath) -> HTML {
        let text = draft.request.value(at: path).flatMap { try? $0.written(as: .yaml) } ?? []
        return """
            <p>\(kind.isEmpty ? "This has no kind" : "The kind \(kind) is not known here"); it goes along as it is.</p>
            <pre>\(String(decoding: text, as: UTF8.self))</pre>

            """
    }

    // MARK: fields

    private func texts(of field: FormField) -> [String] {
        draft.texts[field.path] ?? FieldText.shown(draft.request.value(at: field.path), field.kind)
    }

    private func faults(of field: FormField) -> [String] {
        if let fault = faults[field.path] { return [fault] }
        return findings?.sentences(at: field.path) ?? []
    }

    private func field(_ field: FormField) -> HTML {
        let faults = faults(of: field)
        if field.kind == .window { return window(field, faults) }
        return """
            <div class="field"><label for="\(field.id)">\(field.label)</label>\(tag(field))
            \(input(field, texts(of: field)[0], faults))\(hint(field))\(fault(field, faults))</div>

            """
    }

    private func window(_ field: FormField, _ faults: [String]) -> HTML {
        let shown = texts(of: field)
        let (from, to) = (shown[0], shown.count > 1 ? shown[1] : "")
        // What is no date cannot stand in a field for dates.
        let type: HTML = from.contains("/") ? "text" : "datetime-local"
        let described = described(field, faults)
        return """
            <div class="field" role="group" aria-label="\(field.label)"><span class="label">\(field.label)</span>\
            \(tag(field))
            <div class="row"><label for="\(field.id)">not before</label>
            <input id="\(field.id)" type="\(type)" name="\(field.name):from" value="\(from)"\(described)>
            <label for="\(field.id)-to">not after</label>
            <input id="\(field.id)-to" type="\(type)" name="\(field.name):to" value="\(to)"\(described)></div>
            \(hint(field))\(fault(field, faults))</div>

            """
    }

    private func range(_ label: String, _ least: FormField, _ most: FormField, _ hint: String) -> HTML {
        let hintID = least.id + "-hint"
        let inputs: [HTML] = [("at least", least), ("at most", most)].map { word, field in
            let faults = faults(of: field)
            return """
                <div class="bound"><label for="\(field.id)"><span class="visually-hidden">\(label), </span>\
                \(word)</label>
                <span class="with-unit">\(input(field, texts(of: field)[0], faults))\
                <span class="unit">\(field.unit ?? "")</span></span>\(tag(field))\(fault(field, faults))</div>

                """
        }
        let path = DocumentPath(Array(least.path.steps.dropLast()))
        let own = findings?.problems.filter { $0.path == path }.map(\.sentence) ?? []
        let about: HTML? = hint.isEmpty ? nil : "<p class=\"hint\" id=\"\(hintID)\">\(hint)</p>"
        let wrong: [HTML] = own.map { "<p class=\"fault\">\($0)</p>" }
        return """
            <div class="field range" role="group" aria-label="\(label)"><span class="label">\(label)</span>
            <div class="row">\(inputs)</div>\(about)\(wrong)</div>

            """
    }

    private func input(_ field: FormField, _ text: String, _ faults: [String]) -> HTML {
        let about: HTML = " id=\"\(field.id)\" name=\"\(field.name)\"\(described(field, faults))"
        switch field.kind {
        case .line:
            return """
                <input type="text"\(about) value="\(text)" placeholder="\(field.example)" spellcheck="false">
                """
        case .duration:
            return "<input type=\"text\"\(about) value=\"\(text)\" placeholder=\"\(field.example)\" class=\"short\">"
        case .whole, .decimal:
            let mode: HTML = field.kind == .whole ? "numeric" : "decimal"
            return """
                <input type="text" inputmode="\(mode)"\(about) value="\(text)" placeholder="\(field.example)" \
                class="number">
                """
        case .paragraph, .lines, .pairs:
            let rows = min(12, max(field.kind == .paragraph ? 6 : 2, text.split(whereSeparator: \.isNewline).count + 1))
            // A browser leaves out the first line end behind the tag.
            return """
                <textarea\(about) rows="\(rows)" placeholder="\(field.example)" spellcheck="false">
                \(text)</textarea>
                """
        case .flag: return choices(about, text == "true" ? "yes" : text == "false" ? "no" : "", Self.flags)
        case .choice(let known):
            let isKnown = text.isEmpty || known.contains { $0.word == text }
            return choices(about, text, isKnown ? known : known + [.init(word: text, title: text)])
        case .window: return ""
        }
    }

    private static let flags = [FormField.Choice(word: "yes", title: "Yes"), .init(word: "no", title: "No")]

    private func choices(_ about: HTML, _ current: String, _ known: [FormField.Choice]) -> HTML {
        let options: [HTML] = ([.init(word: "", title: "not said")] + known).map {
            "<option value=\"\($0.word)\"\(flag: "selected", $0.word == current)>\($0.title)</option>"
        }
        return "<select\(about)>\(options)</select>"
    }

    private func described(_ field: FormField, _ faults: [String]) -> HTML {
        var ids: [String] = []
        if !faults.isEmpty { ids.append(field.id + "-fault") }
        if !field.hint.isEmpty { ids.append(field.id + "-hint") }
        var html: HTML = ids.isEmpty ? "" : " aria-describedby=\"\(ids.joined(separator: " "))\""
        if !faults.isEmpty { html += " aria-invalid=\"true\"" }
        return html
    }

    private func hint(_ field: FormField) -> HTML? {
        field.hint.isEmpty ? nil : "<p class=\"hint\" id=\"\(field.id)-hint\">\(field.hint)</p>"
    }

    private func fault(_ field: FormField, _ faults: [String]) -> HTML? {
        faults.isEmpty ? nil : "<p class=\"fault\" id=\"\(field.id)-fault\">\(faults.joined(separator: " "))</p>"
    }

    /// Where the value came from; in a list also where single lines did.
    private func tag(_ field: FormField) -> HTML? {
        guard draft.request.value(at: field.path) != nil else { return nil }
        return tag(at: field.path, isList: field.kind == .lines || field.kind == .pairs)
    }

    private func tag(at path: DocumentPath, isList: Bool = false) -> HTML? {
        let whole = draft.origin(at: path).map(ValueTag.html)
        guard isList else { return whole }
        var lines: [(origin: ValueOrigin, names: [String])] = []
        let own = draft.origins.filter { origin in
            origin.key.steps.count == path.steps.count + 1 && origin.key.steps.starts(with: path.steps)
        }
        for (key, origin) in own.sorted(by: { $0.key.description < $1.key.description }) {
            let name: String
            switch key.steps.last {
            case .index(let index)?: name = "line \(index + 1)"
            case .member(let member)?: name = member
            case nil: continue
            }
            if let place = lines.firstIndex(where: { $0.origin == origin }) {
                lines[place].names.append(name)
            } else {
                lines.append((origin, [name]))
            }
        }
        let parts: [HTML] = lines.map { line in
            "\(ValueTag.html(line.origin)) <span class=\"from\">\(line.names.joined(separator: ", "))</span>"
        }
        return whole == nil && parts.isEmpty ? nil : "\(whole)\(parts)"
    }

    // MARK: beside the form

    private func elsewhere(_ guardField: HTML) -> HTML {
        """
        <section class="part aside" aria-labelledby="elsewhere"><h2 id="elsewhere">Elsewhere</h2>
        <p>The draft is kept until you remove it, or nobody has changed it for long. Whoever has
        <a href="\(href: draft.sharedPath)">its link</a> can read it and go on with a copy; the link
        does not say whose it is.</p>
        <p>Take it along: <a href="\(href: draft.sharedPath + ".yaml")" download>YAML</a>,
        <a href="\(href: draft.sharedPath + ".json")" download>JSON</a>, or
        <code>berth ask draft:\("\(draft.id)")</code>.</p>
        <form method="post" action="\(href: draft.path + "/remove")">\(guardField)
        <button class="danger small">Remove this draft</button></form></section>
        """
    }
}

/// Where a value came from, as a small tag with a sentence.
enum ValueTag {
    static func html(_ origin: ValueOrigin) -> HTML {
        switch origin {
        case .declared(let from):
            from.isEmpty
                ? " <span class=\"tag good\">declared</span>"
                : " <span class=\"tag good\">declared</span> <span class=\"from\">\(from)</span>"
        case .guessed(let from):
            from.isEmpty
                ? " <span class=\"tag guess\">guessed</span>"
                : " <span class=\"tag guess\">guessed</span> <span class=\"from\">\(from)</span>"
        case .visitor: " <span class=\"tag\">yours</span>"
        case .preset: " <span class=\"tag guess\">preset</span> <span class=\"from\">to begin with; change it</span>"
        case .change:
            " <span class=\"tag\">changed</span> <span class=\"from\">by a change that a platform proposed</span>"
        }
    }
}
