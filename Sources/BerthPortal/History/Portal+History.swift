import BerthBroker
import BerthHTTP
import BerthModel

// What was asked before.

extension Portal {
    /// How long the page waits for brokers to say how sessions are.
    static let historyPatience = TimeSpan(seconds: 3)

    func historyRoutes(_ routes: inout PortalRoutes) {
        routes.page("/portal/history") { visit throws(PortalError) in try await Self.history(visit) }
        routes.form("/portal/history/{asking}/again") { visit, _ throws(PortalError) in
            let visitor = try visit.signedIn()
            let portal = visit.portal
            guard let id = UUID(visit.part("asking")),
                let entry = try await portal.askings.book.asking(id, of: visitor.subject), let request = entry.request
            else {
                throw PortalError(
                    .notFound, "There is no such request: it is too old, or somebody else's.",
                    way: PortalWay("/portal/history", "What you asked"))
            }
            // The draft of then may be gone, or may say something else by now.
            let draft = try await portal.makeDraft(request, title: entry.title, for: visitor)
            return .seeOther(try await portal.ask(draft, for: visitor))
        }
    }

    private static func history(_ visit: PortalVisit) async throws(PortalError) -> PortalAnswer {
        let visitor = try visit.signedIn()
        let portal = visit.portal
        let book = portal.askings.book
        var before: PortalRecord?
        if let after = visit.request.query("after") { before = try await book.place(after, of: visitor.subject) }
        let found = try await book.askings(of: visitor.subject, before: before, limit: HistoryPage.most + 1)
        var lines: [HistoryPage.Line] = []
        for (_, entry) in found.prefix(HistoryPage.most) {
            var run: RunEntry?
            if let broker = entry.acceptedBroker, let session = entry.accepted {
                run = try await book.run(broker, session, of: visitor.subject)
            }
            lines.append(HistoryPage.Line(entry: entry, run: run))
        }
        await portal.lookAfter(&lines, for: visitor)
        let next = found.count > HistoryPage.most ? found[HistoryPage.most - 1].record.key : nil
        return .page(
            HistoryPage(lines: lines, next: next, now: portal.world.now(), guardField: visit.guardField).page)
    }

    /// How those sessions are now that had not ended when they were seen last. What has ended since is kept.
    private func lookAfter(_ lines: inout [HistoryPage.Line], for visitor: PortalVisitor) async {
        let open = lines.indices.filter { lines[$0].run.map { !$0.isOver } ?? false }
        let seen = await withTaskGroup(of: (Int, SessionNews?).self) { group in
            for index in open {
                guard let run = lines[index].run, let id = run.session, let broker = broker(run.broker ?? "")
                else { continue }
                group.addTask { [watches] in
                    let view = try? await watches.watching(id, at: broker, for: visitor) {
                        watched throws(PortalError) in try await watched.first(within: Self.historyPatience)
                    }
                    return (index, view)
                }
            }
            return await group.reduce(into: [Int: SessionNews]()) { $0[$1.0] = $1.1 }
        }
        for (index, view) in seen { lines[index].view = view }
    }
}
