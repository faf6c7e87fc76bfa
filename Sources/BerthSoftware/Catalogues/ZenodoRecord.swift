import BerthData
import BerthDocument

/// A record of Zenodo, as its service wrote it before October 2023 and writes it since.
struct ZenodoRecord: Sendable {
    struct File: Sendable, Hashable {
        var name: String
        var url: String?
        var bytes: Int?
    }

    let document: Document
    let id: String
    private let metadata: Document

    /// Nil for what has no identifier or no metadata.
    init?(_ document: Document) {
        guard let metadata = document["metadata"],
            let id = (document["id"] ?? document["recid"])?.scalarText, !id.isEmpty, id.allSatisfy(\.isASCIIDigit)
        else { return nil }
        self.document = document
        self.id = id
        self.metadata = metadata
    }

    var title: String {
        PlainText.line(of: (metadata["title"] ?? document["title"])?.text ?? "Record \(id)", longest: 200)
    }

    var text: String { metadata["description"]?.text ?? "" }

    var authors: [SoftwareAuthor] {
        Codemeta.items(metadata["creators"]).compactMap { item in
            let person = item.value["person_or_org"] ?? item.value
            guard let name = person["name"]?.text, !name.isEmpty else { return nil }
            var author = SoftwareAuthor(name: PlainText.line(of: Self.turned(name)))
            author.affiliation =
                (item.value["affiliation"]?.text
                ?? item.value["affiliations"].flatMap { list in
                    Codemeta.items(list).first.flatMap { Codemeta.text($0.value) }
                }).map { PlainText.line(of: $0) }
            let orcid =
                person["orcid"]?.text
                ?? Codemeta.items(person["identifiers"]).lazy.compactMap {
                    $0.value["scheme"]?.text == "orcid" ? $0.value["identifier"]?.text : nil
                }.first
            author.url = orcid.flatMap { Codemeta.webAddress($0.contains("://") ? $0 : "https://orcid.org/\($0)") }
            return author
        }
    }

    /// `Martin Fenner` for `Fenner, Martin`.
    private static func turned(_ name: String) -> String {
        let parts = name.split(separator: ",").map { $0.split(separator: " ").joined(separator: " ") }
        return parts.count == 2 ? "\(parts[1]) \(parts[0])" : name
    }

    var keywords: [String] {
        let items = Codemeta.items(metadata["keywords"]) + Codemeta.items(metadata["subjects"])
        return items.compactMap { $0.value.text ?? $0.value["tag"]?.text ?? $0.value["subject"]?.text }
            .flatMap { $0.split { $0 == "," || $0 == ";" } }
            .map { PlainText.line(of: String($0), longest: 100) }.filter { !$0.isEmpty }
    }

    var version: String? { metadata["version"]?.scalarText.map { PlainText.line(of: $0) } }

    var license: String? {
        let license = metadata["license"] ?? Codemeta.items(metadata["rights"]).first?.value
        return (license?["id"]?.text ?? license?.text).map { Codemeta.licenseName($0) }
    }

    var modified: String? {
        (document["updated"] ?? document["modified"] ?? metadata["publication_date"])?.text.map {
            String($0.prefix(10))
        }
    }

    /// What changes when anything of the record does.
    var revision: String { (document["revision"]?.scalarText ?? "") + "/" + (document["updated"]?.text ?? "") }

    var isOpen: Bool { (metadata["access_right"]?.text ?? "open") == "open" }

    /// Addresses of what the record is a copy or a part of: mostly its source code.
    var sources: [String] {
        Codemeta.items(metadata["related_identifiers"]).filter {
            ["isSupplementTo", "isDerivedFrom", "isIdenticalTo"].contains($0.value["relation"]?.text ?? "")
        }.compactMap { $0.value["identifier"]?.text }
    }

    var links: [SoftwareLink] {
        var links: [SoftwareLink] = []
        let page = document["links"]?["self_html"] ?? document["links"]?["html"]
        if let url = page?.text.flatMap({ Codemeta.webAddress($0) }) {
            links.append(SoftwareLink(title: "Record", url: url))
        }
        if let doi = (document["doi"] ?? metadata["doi"])?.text, let url = Codemeta.webAddress(doi) {
            links.append(SoftwareLink(title: "DOI", url: url))
        }
        for source in sources {
            if let url = Codemeta.webAddress(source) { links.append(SoftwareLink(title: "Source code", url: url)) }
        }
        return links
    }

    /// The files in the order of the record: a list with an address each, or a map by name.
    var files: [File] {
        if case .map(let entries)? = document["files"]?["entries"] {
            return entries.members.map { Self.file($0.name, $0.value) }
        }
        return Codemeta.items(document["files"]).compactMap { item in
            (item.value["key"] ?? item.value["filename"])?.text.map { Self.file($0, item.value) }
        }
    }

    private static func file(_ name: String, _ value: Document) -> File {
        let links = value["links"]
        let url = (links?["content"] ?? links?["download"] ?? links?["self"])?.text
        let size: Int? = if case .integer(let size)? = value["size"] ?? value["filesize"] { Int(size) } else { nil }
        return File(name: name, url: url, bytes: size)
    }

    var summary: SoftwareSummary {
        SoftwareSummary(
            id: id, title: title, summary: PlainText.line(of: text), authors: authors.map(\.name), keywords: keywords,
            version: version, license: license, modified: modified)
    }
}

extension Character {
    var isASCIIDigit: Bool { isASCII && isWholeNumber }
}
