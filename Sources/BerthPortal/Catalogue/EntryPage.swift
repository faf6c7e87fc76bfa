import BerthDocument
import BerthModel
import BerthSoftware

/// A piece of software, and the ways to run it as choices.
struct EntryPage: Sendable {
    var entry: SoftwareEntry
    var now: Instant
    /// The field of forms; nil for somebody who has to sign in first, with the way there.
    var guardField: HTML?
    var signInWay: PortalWay

    var page: PortalPage {
        let paragraphs: [HTML] = Self.paragraphs(entry.summary).map { "<p>\($0)</p>\n" }
        return PortalPage(
            entry.title, in: .catalogue,
            """
            <h1>\(entry.title)</h1>
            \(authors)\(FreshnessNote.html(entry.freshness, now: now))\(paragraphs)
            <section class="part" aria-labelledby="ways"><h2 id="ways">Ways to run it</h2>
            \(ways)</section>
            \(findings)<section class="part" aria-labelledby="about"><h2 id="about">About it</h2>
            \(facts)</section>
            """)
    }

    static func paragraphs(_ text: String) -> [String] {
        var paragraphs: [String] = []
        var lines: [String] = []
        let all = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map { $0.trimmed }
        for line in all + [""] {
            if !line.isEmpty {
                lines.append(line)
            } else if !lines.isEmpty {
                paragraphs.append(lines.joined(separator: " "))
                lines = []
            }
        }
        return paragraphs
    }

    private var authors: HTML? {
        if entry.authors.isEmpty { return nil }
        let names: [HTML] = entry.authors.prefix(20).enumerated().map { index, author in
            let comma: HTML = index == 0 ? "" : ", "
            if let url = author.url, HTML.isSafe(url) {
                return "\(comma)<a href=\"\(href: url)\" rel=\"noopener external\">\(author.name)</a>"
            }
            return "\(comma)\(author.name)"
        }
        let rest: HTML? = entry.authors.count > 20 ? " and \(entry.authors.count - 20) more" : nil
        return "<p class=\"meta\">By \(names)\(rest)</p>\n"
    }

    private var ways: HTML {
        if entry.executables.isEmpty {
            return """
                <p class="notice">Its authors have not said how it is run, and nothing could be guessed from
                what they wrote.</p>
                <p>If you know how, <a href="/portal/ask">ask with your own task</a>. If you are its author: <code>berth
                codemeta init</code> writes a codemeta.json that says how it is run, for you to complete and to publish
                with the next version; <code>berth codemeta check</code> looks over it.</p>
                """
        }
        let guessed = entry.executables.contains { if case .guessed = $0.origin { true } else { false } }
        let note: HTML? =
            guessed
            ? """
            <p>What is marked as guessed was made from what the authors wrote for people; look at it before you ask.
            Authors can say it for certain with <code>berth codemeta init</code>.</p>

            """ : nil
        return "\(note)<ul class=\"cards plain\">\n\(entry.executables.map(way))</ul>"
    }

    private func way(_ executable: SoftwareExecutable) -> HTML {
        let tag: HTML
        var from: HTML?
        switch executable.origin {
        case .declared: tag = "<span class=\"tag good\">declared by its authors</span>"
        case .guessed(let what):
            tag = "<span class=\"tag guess\">guessed</span>"
            from = "<p class=\"meta\">Guessed from \(what)</p>\n"
        }
        let kind = executable.request.executable?.kind.map(TaskKind.title)
        let size = Self.size(executable.request)
        let facts = [kind, size].compactMap(\.self).joined(separator: " · ")
        let id = "way-" + FormField.id(of: [.member(executable.id)])
        return """
            <li class="card"><h3 id="\(id)">\(executable.title)</h3>
            <p>\(tag) <span class="meta">\(facts)</span></p>
            \(Self.paragraphs(executable.summary).map { "<p>\($0)</p>\n" as HTML })\(from)\
            \(table("Parameters", executable.parameters))\(table("Data in", executable.inputs))\
            \(table("Data out", executable.outputs))\(choosing(executable, id))</li>

            """
    }

    private func choosing(_ executable: SoftwareExecutable, _ id: String) -> HTML {
        guard let guardField else {
            return "<p><a class=\"button\" href=\"\(href: signInWay.path)\">Sign in to use this</a></p>"
        }
        return """
            <form method="post" action="\(href: PortalPath.of("catalogue", entry.id, "draft"))">\(guardField)
            <input type="hidden" name="executable" value="\(executable.id)">
            <p><button aria-describedby="\(id)">Use this</button></p></form>
            """
    }

    private func table(_ title: String, _ rows: [SoftwareParameter]) -> HTML? {
        if rows.isEmpty { return nil }
        let items: [HTML] = rows.map { row in
            let value: HTML? = row.value.map { " = <code>\($0)</code>" }
            let format: HTML? = row.format.map { " <span class=\"meta\">\($0)</span>" }
            let needed: HTML? = row.isRequired ? " <span class=\"tag\">needed</span>" : nil
            return "<dt><code>\(row.name)</code>\(value)\(format)\(needed)</dt><dd>\(row.summary)</dd>\n"
        }
        return "<details><summary>\(title)</summary>\n<dl class=\"facts\">\(items)</dl></details>\n"
    }

    /// `from 2 cores, from 4 GiB`, of what is said.
    static func size(_ request: ExecutionRequest) -> String? {
        let basic = request.compute?.basic
        let cores = basic?.cores?.min.map { "\($0) \(Unit.core.name(for: $0))" }
        let memory = basic?.memory?.min.map { "\($0) GiB of memory" }
        let words = [cores, memory].compactMap(\.self)
        return words.isEmpty ? nil : "from " + words.joined(separator: ", ")
    }

    private var findings: HTML? {
        if entry.findings.isEmpty { return nil }
        let items: [HTML] = entry.findings.map { "<li>\($0)</li>\n" }
        return """
            <section class="part" aria-labelledby="findings"><h2 id="findings">What its description lacks</h2>
            <ul>\(items)</ul></section>

            """
    }

    private var facts: HTML {
        let keywords: [HTML] = entry.keywords.map { keyword in
            let query = PortalPath.query([("keyword", keyword)])
            return "<a class=\"tag\" href=\"\(href: "/portal/catalogue" + query)\">\(keyword)</a> "
        }
        let links: [HTML] = entry.links.map { link in
            "<li><a href=\"\(href: link.url)\" rel=\"noopener external\">\(link.title)</a></li>\n"
        }
        return """
            <dl class="facts">\
            \(entry.version.map { "<dt>Version</dt><dd>\($0)</dd>\n" as HTML })\
            <dt>Licence</dt><dd>\(entry.license ?? "not said")</dd>
            \(keywords.isEmpty ? nil : "<dt>Keywords</dt><dd>\(keywords)</dd>\n" as HTML)\
            \(links.isEmpty ? nil : "<dt>Read more</dt><dd><ul>\(links)</ul></dd>\n" as HTML)</dl>
            """
    }
}
