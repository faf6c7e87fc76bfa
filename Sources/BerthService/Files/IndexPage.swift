import BerthDocument
import BerthRegistry
import BerthSchemas

/// What the service is, with links to every call that needs no more than its path.
struct IndexPage {
    struct Link: Hashable {
        var href: String
        var title: String
    }

    var publicURL: String
    var version: String
    /// Whether there is a record to harvest.
    var isPublished = false

    var links: [Link] {
        Operation.allCases.filter { $0.method == "GET" && !$0.path.contains("{") && $0 != .index }
            .filter { isPublished || ($0 != .registryRecord && $0 != .registryOAI) }
            .map { Link(href: publicURL + $0.path, title: $0.summary) }
    }

    var document: Document {
        [
            "name": "Berth", "version": .text(version),
            "links": .list(links.map { ["href": .text($0.href), "title": .text($0.title)] }),
        ]
    }

    var html: String {
        let items = links.map { link in
            let href = Markup.escaped(link.href)
            return "<li><a href=\"\(href)\">\(href)</a> \(Markup.escaped(link.title))</li>\n"
        }
        return """
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Berth</title></head>
            <body>
            <h1>Berth \(Markup.escaped(version))</h1>
            <p>An IVOA ExecutionBroker: ask whether something can be run, choose among offers, run it.</p>
            <ul>
            \(items.joined())</ul>
            </body>
            </html>

            """
    }
}
