import BerthAnswers
import BerthBroker
import BerthDocument
import BerthHTTP
package import BerthModel
import BerthPlatform

// Asking, comparing, accepting.

extension Portal {
    /// Asks what a draft says, once for each of its versions.
    ///
    /// - Parameter old: an asking that this one takes the place of.
    /// - Returns: the path of the page of the answers; that of the form where something is written in it that is no
    ///   value yet, about which nobody could be asked.
    /// - Throws: `unavailable` when the portal cannot keep what it asks.
    package func ask(
        _ draft: Draft, insteadOf old: UUID? = nil, for visitor: PortalVisitor
    ) async throws(PortalError) -> String {
        if !draft.texts.isEmpty { return draft.checkedPath }
        _ = try await askings.begin(draft, insteadOf: old, for: visitor)
        return draft.askedPath
    }

    func askedRoutes(_ routes: inout PortalRoutes) {
        routes.page("/portal/asked/{draft}") { visit throws(PortalError) in try await Self.asked(visit) }
        routes.page("/portal/asked/{draft}/events") { visit throws(PortalError) in
            let asking = try await Self.asking(visit, visit.request.query("asking"))
            let order = OfferOrder(reading: visit.request.query("sort"))
            return PortalEvents.answer { events in try await AskedStream.run(asking, visit, order, events) }
        }
        routes.form("/portal/asked/{draft}") { visit, form throws(PortalError) in
            let visitor = try visit.signedIn()
            let draft = try await visit.portal.draft(visit.part("draft"), for: visitor)
            let old = form["instead"].flatMap { UUID($0) }
            return .seeOther(try await visit.portal.ask(draft, insteadOf: old, for: visitor))
        }
        routes.form("/portal/asked/{draft}/leave") { visit, form throws(PortalError) in
            let visitor = try visit.signedIn()
            let asking = try await Self.asking(visit, form["asking"])
            if form["gone"] != nil {
                visit.portal.askings.leave(asking, for: visitor)
                // A script of a page that is gone reads nothing, and is not led to another as somebody who looks.
                return .response(HTTPResponse(.noContent))
            }
            await visit.portal.askings.giveBack(asking, because: .wanted, for: visitor)
            return .seeOther(PortalPath.of("asked", asking.draft))
        }
        routes.form("/portal/asked/{draft}/accept") { visit, form throws(PortalError) in
            try await Self.accept(visit, form)
        }
        routes.form("/portal/asked/{draft}/change") { visit, form throws(PortalError) in
            try await Self.change(visit, form)
        }
    }

    private static func asked(_ visit: PortalVisit) async throws(PortalError) -> PortalAnswer {
        let visitor = try visit.signedIn()
        let desk = visit.portal.askings
        let asking: LiveAsking
        if let wanted = visit.request.query("asking") {
            asking = try await self.asking(visit, wanted)
        } else if let latest = try await desk.latest(of: visit.part("draft"), for: visitor) {
            asking = latest
        } else {
            return .page(notAsked(visit, try await visit.portal.draft(visit.part("draft"), for: visitor)))
        }
        asking.onlookers.withLock { $0.come(toStay: false) }
        await desk.refresh(asking, for: visitor)
        let page = AskedPage(
            asking: asking, state: asking.board.value, order: OfferOrder(reading: visit.request.query("sort")),
            now: visit.portal.world.now(), guardField: visit.guardField)
        return .page(page.page)
    }

    /// To look at a page never asks anybody anything.
    private static func notAsked(_ visit: PortalVisit, _ draft: Draft) -> PortalPage {
        PortalPage(
            "Not asked yet", in: .ask,
            """
            <h1>\(draft.title)</h1>
            <p>This was not asked yet.</p>
            <form class="row" method="post" action="\(href: draft.askedPath)">\(visit.guardField)\
            <button>Ask now</button> <a class="button quiet" href="\(href: draft.path)">Look at the request</a></form>
            """)
    }

    private static func asking(_ visit: PortalVisit, _ id: String?) async throws(PortalError) -> LiveAsking {
        guard let id = id.flatMap({ UUID($0) }),
            let asking = try await visit.portal.askings.asking(id, for: try visit.signedIn()),
            asking.draft == visit.part("draft")
        else {
            throw PortalError(
                .notFound, "There is no such answer: it is too old, or somebody else's. Ask again.",
                way: PortalWay("/portal/history", "What you asked"))
        }
        return asking
    }

    // MARK: accepting

    private static func accept(_ visit: PortalVisit, _ form: PortalForm) async throws(PortalError) -> PortalAnswer {
        let visitor = try visit.signedIn()
        let asking = try await asking(visit, form["asking"])
        guard let broker = form["broker"], let id = form["offer"].flatMap({ UUID($0) }) else {
            throw PortalError(.badForm, "The form names no offer; look at the offers again.")
        }
        let place = OfferPlace(broker: broker, id: id)
        switch try await visit.portal.askings.accept(place, of: asking, for: visitor) {
        case .accepted: return .seeOther(AskedPage.session(place))
        case .lost(let winner):
            let name = asking.board.value.rows.first { $0.broker == winner.broker && $0.id == winner.id }?.place ?? ""
            throw PortalError(
                .conflict,
                "Another offer of this answer was accepted already\(name.isEmpty ? "" : ", that of \(name)"): maybe in "
                    + "another tab. This one was not accepted.",
                way: PortalWay(AskedPage.session(winner), "To the session that was accepted"))
        case .gone: return .page(gone(visit, asking, place))
        }
    }

    private static func gone(_ visit: PortalVisit, _ asking: LiveAsking, _ place: OfferPlace) -> PortalPage {
        let row = asking.board.value.rows.first { $0.broker == place.broker && $0.id == place.id }
        let until: HTML? = row?.expires.map { ": it was held until \(HTML.time($0, visit.portal.world.now()))" }
        var page = PortalPage(
            "No longer held", in: .ask,
            """
            <h1>No longer held</h1>
            <p class="notice warn" role="alert">This offer cannot be accepted any more\(until). \
            Ask again for fresh ones.</p>
            \(AskedPage.askAgain(asking, visit.guardField))
            """)
        page.status = .gone
        page.scripts = [.times]
        return page
    }

    // MARK: changing

    private static func change(_ visit: PortalVisit, _ form: PortalForm) async throws(PortalError) -> PortalAnswer {
        let visitor = try visit.signedIn()
        let asking = try await asking(visit, form["asking"])
        guard let said = asking.board.value.refusals.first(where: { $0.broker == form["broker"] }),
            let set = try changes(form, said.refusal)
        else {
            throw PortalError(
                .notFound, "This change is not among those of the answer; look at the answer again.",
                way: PortalWay(PortalPath.of("asked", asking.draft), "To the answer"))
        }
        var draft = try await visit.portal.draft(asking.draft, for: visitor)
        let changed = set.applied(to: draft.request)
        let isRemoved = set.changes.contains { $0.range == .absent }
        // What is left out of a list moves what comes after it.
        for change in set.changes where !isRemoved && changed.value(at: change.path) != change.to {
            throw PortalError(
                .conflict, "The request has no place \(change.path) any more; change it by hand.",
                way: PortalWay(draft.path, "To the request"))
        }
        // From the end, as paths are those of the request as it was; what they leave out takes its origins along.
        for change in set.changes where change.range != .absent {
            draft.origins[change.path] = .change
            draft.texts[change.path] = nil
        }
        for change in set.changes.reversed() where change.range == .absent { draft.remove(at: change.path) }
        draft.request = changed
        let kept = try await visit.portal.keep(draft)
        return .seeOther(try await visit.portal.ask(kept, for: visitor))
    }

    /// One that the broker has tried, or a value for a member that it says may be set.
    static func changes(_ form: PortalForm, _ refusal: Refusal) throws(PortalError) -> ChangeSet? {
        if let number = form["change"] {
            let set = refusal.changes.first { $0.number == number }?.set
            return set.flatMap { $0.changes.contains(where: \.isOfAsker) ? nil : $0 }
        }
        guard let text = form["path"], let path = DocumentPath(text), let option = refusal.option(at: text),
            let value = form["value"]
        else { return nil }
        let to: Document
        switch option {
        case .integerValue:
            guard let number = Int64(value.trimmed) else {
                throw PortalError(.badForm, "\(value.cut(to: 40)) is no whole number; \(text) needs one.")
            }
            to = .integer(number)
        case .enumValue(let words):
            guard words.values.contains(value) else { return nil }
            to = value == "true" ? .bool(true) : value == "false" ? .bool(false) : .text(value)
        default: to = .text(value.trimmed)
        }
        return ChangeSet([Change(path: path, to: to, range: .text(pattern: nil))])
    }
}
