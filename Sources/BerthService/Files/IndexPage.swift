import BerthDocument
import BerthIdentity
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
    /// Whose tokens are taken; a program that signs people in begins here.
    var issuers: [IssuerSettings] = []

    var links: [Link] {
        Operation.allCases.filter { $0.method == "GET" && !$0.path.contains("{") && $0 != .index }
            .filter { isPublished || ($0 != .registryRecord && $0 != .registryOAI) }
            .map { Link(href: publicURL + $0.path, title: $0.summary) }
    }

    var document: Document {
        var members: DocumentMembers = [
            "name": "Berth", "version": .text(version),
            "links": .list(links.map { ["href": .text($0.href), "title": .text($0.title)] }),
        ]
        if !issuers.isEmpty { members["issuers"] = .list(issuers.map(Self.document)) }
        return .map(members)
    }

    private static func document(_ issuer: IssuerSettings) -> Document {
        var members: DocumentMembers = ["url": .text(issuer.url), "audience": .text(issuer.audience)]
        if let client = issuer.clientID { members["clientID"] = .text(client) }
        let scopes = issuer.scopes + [issuer.requiredScope].compactMap(\.self)
        if !scopes.isEmpty { members["scopes"] = .list(scopes.map { .text($0) }) }
        return .map(members)
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
