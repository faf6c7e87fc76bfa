import BerthBroker
import BerthDocument
import BerthHTTP
import BerthModel

// The drafts of a visitor, and one draft for whoever has its link.

extension Portal {
    /// Drafts on one page.
    static let draftsPerPage = 50

    func draftRoutes(_ routes: inout PortalRoutes) {
        routes.page("/portal/drafts") { visit throws(PortalError) in
            .page(try await visit.portal.draftsPage(visit, try visit.signedIn()))
        }
        routes.openPage("/portal/drafts/{draft}") { visit throws(PortalError) in
            let word = visit.part("draft")
            for syntax in [Syntax.yaml, .json] where word.hasSuffix(".\(syntax.rawValue)") {
                let draft = try await visit.portal.sharedDraft(String(word.dropLast(syntax.rawValue.count + 1)))
                return .response(try Self.file(draft, syntax))
            }
            let draft = try await visit.portal.sharedDraft(word)
            if let visitor = visit.visitor, visitor.subject == draft.owner, visit.request.query("shared") == nil {
                return .seeOther(draft.path)
            }
            return .page(try Self.sharedPage(draft, visit))
        }
        routes.form("/portal/drafts/{draft}/copy") { visit, _ throws(PortalError) in
            let draft = try await visit.portal.sharedDraft(visit.part("draft"))
            let copy = try await visit.portal.makeDraft(draft.request, like: draft, for: try visit.signedIn())
            return .seeOther(copy.path)
        }
    }

    /// - Throws: `notFound`, `unavailable`.
    func removeDraft(_ id: String, for visitor: PortalVisitor) async throws(PortalError) {
        let draft = try await draft(id, for: visitor)
        do throws(StoreError) {
            try await store.remove(.draft, "\(draft.id)")
        } catch {
            throw PortalError(error)
        }
    }

    private func draftsPage(_ visit: PortalVisit, _ visitor: PortalVisitor) async throws(PortalError) -> PortalPage {
        let records: [PortalRecord]
        do throws(StoreError) {
            var before: PortalRecord?
            if let word = visit.request.query("before") { before = try await store.record(.draft, word) }
            records = try await store.records(
                .draft, owner: visitor.subject, before: before, limit: Self.draftsPerPage + 1)
        } catch {
            throw PortalError(error)
        }
        let rows: [HTML] = records.prefix(Self.draftsPerPage).map { record in
            let draft = try? Draft(record)
            let path = PortalPath.of("request", record.key)
            let software: HTML? = draft?.software.map { "<br><span class=\"meta\">from \($0.title)</span>" }
            return """
                <tr><td><a href="\(href: path)">\(draft?.title ?? "cannot be read any more")</a>\(software)</td>
                <td><time datetime="\("\(record.at)")">\(Self.day(record.at))</time></td>
                <td><form method="post" action="\(href: path + "/remove")">\(visit.guardField)
                <button class="quiet small">Remove<span class="visually-hidden"> \(draft?.title ?? record.key)</span>\
                </button></form></td></tr>

                """
        }
        let list: HTML =
            rows.isEmpty
            ? """
            <p>You have none. Begin in the <a href="/portal/catalogue">catalogue</a> or with
            <a href="/portal/ask">your own task</a>.</p>
            """
            : """
            <div class="table-wrap"><table><caption class="visually-hidden">Your drafts, the latest first</caption>
            <thead><tr><th scope="col">Draft</th><th scope="col">Last changed</th><th scope="col"><span
            class="visually-hidden">Remove</span></th></tr></thead><tbody>
            \(rows)</tbody></table></div>
            """
        var older: HTML?
        if records.count > Self.draftsPerPage {
            let query = PortalPath.query([("before", records[Self.draftsPerPage - 1].key)])
            older = "<p><a href=\"\(href: "/portal/drafts" + query)\">Older ones</a></p>"
        }
        return PortalPage("Your drafts", in: .ask, "<h1>Your drafts</h1>\n\(list)\(older)")
    }

    /// `2026-11-30 15:30 UTC`.
    static func day(_ instant: Instant) -> String {
        let text = Instant(seconds: instant.seconds).description
        return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5)) UTC"
    }

    private static func file(_ draft: Draft, _ syntax: Syntax) throws(PortalError) -> HTTPResponse {
        let bytes: [UInt8]
        do throws(DocumentError) {
            bytes = try draft.request.written(as: syntax, pretty: true)
        } catch {
            throw PortalError(.badForm, "The draft cannot be written as \(syntax): \(error.message)")
        }
        var response = HTTPResponse(
            .ok, contentType: syntax == .json ? "application/json" : "application/yaml", body: bytes)
        response.headers["Content-Disposition"] = "attachment; filename=\"\(draft.id).\(syntax.rawValue)\""
        response.headers["Cache-Control"] = "no-store"
        return response
    }

    private static func sharedPage(_ draft: Draft, _ visit: PortalVisit) throws(PortalError) -> PortalPage {
        let text = String(decoding: (try? draft.request.written(as: .yaml)) ?? [], as: UTF8.self)
        let going: HTML =
            visit.visitor == nil
            ? "<p><a class=\"button\" href=\"\(href: visit.signInWay.path)\">Sign in to go on with a copy</a></p>"
            : """
            <form method="post" action="\(href: draft.sharedPath + "/copy")">\(visit.guardField)
            <p><button>Go on with a copy of your own</button></p></form>
            """
        return PortalPage(
            draft.title, in: .ask,
            """
            <h1>\(draft.title)</h1>
            <p class="lead">Somebody shared this request with you. What you change in your copy is yours alone.</p>
            \(going)
            <h2>What it asks for</h2>
            <pre>\(text)</pre>
            <p>Take it along: <a href="\(href: draft.sharedPath + ".yaml")" download>YAML</a>,
            <a href="\(href: draft.sharedPath + ".json")" download>JSON</a>.</p>
            """)
    }
}
