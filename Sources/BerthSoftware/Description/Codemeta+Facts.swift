import BerthData
import BerthDocument

/// What people want to know of a piece of software.
extension Codemeta {
    package var title: String { text("name").map { PlainText.line(of: $0, longest: 200) } ?? name }

    package var version: String? { (text("softwareVersion") ?? text("version")).map { PlainText.line(of: $0) } }

    /// The name of the licence: `MIT` for `https://spdx.org/licenses/MIT`.
    package var license: String? { text("license").map { Self.licenseName($0) } }

    static func licenseName(_ text: String) -> String {
        let text = PlainText.line(of: text)
        guard text.contains("://"), let last = text.split(separator: "/").last else { return text }
        return last.hasSuffix(".html") ? String(last.dropLast(5)) : String(last)
    }

    package var modified: String? {
        (text("dateModified") ?? text("datePublished")).map { String(PlainText.line(of: $0).prefix(10)) }
    }

    /// More than anybody looks through.
    static let mostKeywords = 100

    /// One text may hold several, with commas between them.
    package var keywords: [String] {
        var seen: Set<String> = []
        var keywords: [String] = []
        for word in texts("keywords").flatMap({ $0.split { $0 == "," || $0 == ";" } }) {
            let keyword = PlainText.line(of: String(word), longest: 100)
            if !keyword.isEmpty, seen.insert(keyword.lowercased()).inserted { keywords.append(keyword) }
            if keywords.count == Self.mostKeywords { break }
        }
        return keywords
    }

    package var authors: [SoftwareAuthor] {
        Self.items(Self.member("author", of: document)).compactMap { Self.author($0.value) }
    }

    /// A person or organisation; addresses of mail are for nobody to collect.
    static func author(_ value: Document) -> SoftwareAuthor? {
        if let text = value.scalarText {
            let name = PlainText.line(of: String(text.prefix { $0 != "<" && $0 != "(" }))
            return name.isEmpty || name.contains("@") ? nil : SoftwareAuthor(name: name)
        }
        let parts = ["givenName", "familyName"].compactMap { text(member($0, of: value)) }
        guard let name = member("name", of: value)?.scalarText ?? (parts.isEmpty ? nil : parts.joined(separator: " "))
        else { return nil }
        var author = SoftwareAuthor(name: PlainText.line(of: name))
        author.affiliation = items(member("affiliation", of: value)).compactMap { text($0.value) }.first
            .map { PlainText.line(of: $0) }
        author.url = (value["@id"] ?? value["id"])?.text.flatMap { webAddress($0) }
        return author
    }

    /// An address that a page may link to: of http or https, and nothing else.
    static func webAddress(_ text: String) -> String? {
        var text = text.hasPrefix("git+") ? String(text.dropFirst(4)) : text
        if text.hasPrefix("10."), text.contains("/") { text = "https://doi.org/" + text }
        return DataURL.fault(of: text) == nil ? text : nil
    }

    private static let linked = [
        ("url", "Home page"), ("codeRepository", "Source code"), ("readme", "Read me"),
        ("softwareHelp", "Documentation"), ("buildInstructions", "How to build it"), ("downloadUrl", "Download"),
        ("issueTracker", "Issues"), ("referencePublication", "Publication"), ("identifier", "Identifier"),
        ("releaseNotes", "Release notes"),
    ]

    package var links: [SoftwareLink] {
        var seen: Set<String> = []
        return Self.linked.compactMap { member, title in
            texts(member).compactMap { Self.webAddress($0) }.first { seen.insert($0).inserted }
                .map { SoftwareLink(title: title, url: $0) }
        }
    }

    package func summary(id: String) -> SoftwareSummary {
        SoftwareSummary(
            id: id, title: title, summary: PlainText.line(of: text("description") ?? ""),
            authors: authors.map(\.name), keywords: keywords, version: version, license: license, modified: modified)
    }
}
