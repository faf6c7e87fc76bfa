import BerthBroker
import BerthDocument
import BerthHTTP
import BerthModel

// Completing a request: the editor, and what one can begin with.

extension Portal {
    func requestRoutes(_ routes: inout PortalRoutes) {
        routes.page("/portal/request/{draft}") { visit throws(PortalError) in
            .page(try await visit.portal.requestPage(visit).page(visit.guardField))
        }
        routes.form("/portal/request/{draft}") { visit, form throws(PortalError) in
            try await visit.portal.take(form, visit)
        }
        routes.form("/portal/request/{draft}/remove") { visit, _ throws(PortalError) in
            let visitor = try visit.signedIn()
            let draft = visit.part("draft")
            try await visit.portal.removeDraft(draft, for: visitor)
            let askings = visit.portal.askings
            if let asking = try await askings.latest(of: draft, for: visitor) {
                await askings.giveBack(asking, because: .wanted, for: visitor)
            }
            return .seeOther("/portal/drafts")
        }
        routes.page("/portal/ask") { visit throws(PortalError) in
            .page(try await visit.portal.newTaskPage(visit).page)
        }
        routes.form("/portal/ask") { visit, form throws(PortalError) in try await visit.portal.begin(form, visit) }
    }

    /// A draft as it is kept, with what is wrong with it when somebody wanted to ask, or under what was written in
    /// another tab.
    private func requestPage(_ visit: PortalVisit) async throws(PortalError) -> RequestPage {
        let visitor = try visit.signedIn()
        let draft = try await draft(visit.part("draft"), for: visitor)
        if let form = try await written(visit.request.query("over"), for: visitor) {
            var page = RequestPage(draft: RequestSubmission(form, to: draft, now: world.now()).draft, now: world.now())
            page.notice = """
                <p class="notice warn" role="alert">This draft was changed in another tab or window after you opened it
                here. What you wrote stands below, over that; send it again if it is to be so.</p>

                """
            return page
        }
        var page = RequestPage(draft: draft, now: world.now())
        if visit.request.query("checked") != nil { page.findings = RequestFindings(draft.request) }
        return page
    }

    private func newTaskPage(_ visit: PortalVisit) async throws(PortalError) -> NewTaskPage {
        var page = NewTaskPage(guardField: visit.guardField)
        guard let form = try await written(visit.request.query("written"), for: try visit.signedIn()),
            let text = form["document"]
        else { return page }
        page.text = text
        do throws(RequestText.Fault) {
            _ = try RequestText.read(text)
        } catch {
            page.fault = error.message
        }
        return page
    }

    /// Keeps what a form says, and asks when that is wanted and nothing is wrong. Whatever comes of it is a page that
    /// is reached by GET: Back finds it again.
    private func take(_ form: PortalForm, _ visit: PortalVisit) async throws(PortalError) -> PortalAnswer {
        let visitor = try visit.signedIn()
        let before = try await draft(visit.part("draft"), for: visitor)
        guard form["revision"] == "\(before.revision)" else {
            // Nothing of either is lost: what was written here stands in the form, over what was kept there.
            let word = try await keep(written: form, for: visitor)
            return .seeOther(before.path + PortalPath.query([("over", word)]))
        }
        var draft = RequestSubmission(form, to: before, now: world.now()).draft
        if draft != before {
            draft = try await keep(draft)
            // Offers for what it was are left; a page that still shows them keeps them.
            if let asking = try await askings.latest(of: "\(draft.id)", for: visitor) {
                askings.leave(asking, for: visitor)
            }
        }
        guard form["do"] == "ask" else { return .seeOther(draft.path + Self.place(after: form["do"] ?? "")) }
        if !RequestFindings(draft.request).problems.isEmpty { return .seeOther(draft.checkedPath) }
        return .seeOther(try await ask(draft, for: visitor))
    }

    /// Where in the form one is after a button.
    private static func place(after word: String) -> String {
        switch word {
        case "accelerate", "add-accelerator": "#resources"
        case "add-port": "#what"
        case _ where word.hasPrefix("add-data") || word.hasPrefix("remove:data"): "#data"
        case "add-storage", "add-mount": "#storage"
        case "add-cost", "add-metric": "#limits"
        case _ where word.hasPrefix("remove:storage") || word.hasPrefix("remove:compute.volumes"): "#storage"
        default: ""
        }
    }

    /// Begins a draft of a kind, or from a document.
    private func begin(_ form: PortalForm, _ visit: PortalVisit) async throws(PortalError) -> PortalAnswer {
        let visitor = try visit.signedIn()
        if let text = form["document"] {
            let request: Document
            do throws(RequestText.Fault) {
                request = try RequestText.read(text)
            } catch {
                let word = try await keep(written: form, for: visitor)
                return .seeOther("/portal/ask" + PortalPath.query([("written", word)]) + "#document")
            }
            return .seeOther(try await makeDraft(request, origins: [.root: .visitor], for: visitor).path)
        }
        guard let kind = form["kind"].flatMap(Kind.init(uri:)), TaskKind.choices.contains(where: { $0.kind == kind })
        else {
            throw PortalError(
                .badForm, "This is no kind of task; choose one.", way: PortalWay("/portal/ask", "Back"))
        }
        return .seeOther(
            try await makeDraft(
                TaskKind.request(of: kind), origins: [.root: .visitor, ["compute"]: .preset], for: visitor
            ).path)
    }
}
