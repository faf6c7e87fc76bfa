import BerthDocument

/// How a summary is kept on a shelf.
extension SoftwareSummary {
    var document: Document {
        var document: Document = ["id": .text(id), "title": .text(title), "summary": .text(summary)]
        document.set(.list(authors.map { .text($0) }), at: ["authors"])
        document.set(.list(keywords.map { .text($0) }), at: ["keywords"])
        for (name, text) in [("version", version), ("license", license), ("modified", modified)] {
            if let text { document.set(.text(text), at: [.member(name)]) }
        }
        return document
    }

    init?(_ document: Document) {
        guard let id = document["id"]?.text, let title = document["title"]?.text else { return nil }
        func texts(_ name: String) -> [String] { Codemeta.items(document[name]).compactMap(\.value.text) }
        self.init(
            id: id, title: title, summary: document["summary"]?.text ?? "", authors: texts("authors"),
            keywords: texts("keywords"), version: document["version"]?.text, license: document["license"]?.text,
            modified: document["modified"]?.text)
    }
}
