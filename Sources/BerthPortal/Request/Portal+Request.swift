import BerthBroker
import BerthDocument
import BerthHTTP
import BerthModel

// Completing a request: the editor, and what one can begin with.

extension Portal {
    func requestRoutes(_ routes: inout PortalRoutes) {
        routes.page("/portal/request/{draft}") { visit throws(PortalError) in
            let draft = try await visit.portal.draft(visit.part("draft"), for: try visit.signedIn())
            return .page(RequestPage(draft: draft).page(visit.guardField))
        }
        routes.form("/portal/request/{draft}") { visit, form throws(PortalError) in
            try await visit.portal.take(form, visit)
        }
        routes.form("/portal/request/{draft}/remove") { visit, _ throws(PortalError) in
            try await visit.portal.removeDraft(visit.part("draft"), for: try visit.signedIn())
            return .seeOther("/portal/drafts")
        }
        routes.page("/portal/ask") { visit throws(PortalError) in
            .page(NewTaskPage(guardField: visit.guardField).page)
        }
        routes.form("/portal/ask") { visit, form throws(PortalError) in try await visit.portal.begin(form, visit) }
    }

    /// Keeps what a form says, and asks when that is wanted and nothing is wrong.
    private func take(_ form: PortalForm, _ visit: PortalVisit) async throws(PortalError) -> PortalAnswer {
        let visitor = try visit.signedIn()
        let before = try await draft(visit.part("draft"), for: visitor)
        let submission = RequestSubmission(form, to: before, now: world.now())
        var page = RequestPage(draft: submission.draft)
        page.faults = submission.faults
        page.texts = submission.texts
        guard form["revision"] == "\(before.revision)" else {
            // Nothing of either is lost: what was written here stands in the form, over what was kept there.
            page.notice = """
                <p class="notice warn" role="alert">This draft was changed in another tab or window after you opened it
                here. What you wrote stands below, over that; send it again if it is to be so.</p>

                """
            var answer = page.page(visit.guardField)
            answer.status = .conflict
            return .page(answer)
        }
        if submission.draft != before { page.draft = try await keep(submission.draft) }
        if form["do"] == "ask" { page.findings = RequestFindings(page.draft.request) }
        if !page.faults.isEmpty || !(page.findings?.problems.isEmpty ?? true) {
            return .page(page.page(visit.guardField))
        }
        if form["do"] == "ask" { return .seeOther(try await ask(page.draft, for: visitor)) }
        return .seeOther(page.draft.path + Self.place(after: form["do"] ?? ""))
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
                return .page(NewTaskPage(guardField: visit.guardField, text: text, fault: error.message).page)
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
