import BerthBroker
import BerthDocument
import BerthHTTP
import BerthModel
import BerthSoftware

// Looking for software, and beginning a request with it.

extension Portal {
    func catalogueRoutes(_ routes: inout PortalRoutes) {
        routes.openPage("/portal/catalogue") { visit throws(PortalError) in
            let portal = visit.portal
            let query = Self.query(visit)
            // What a catalogue answers in a minute is for those who may ask brokers; strangers see its first page.
            if visit.visitor == nil, query != SoftwareQuery() { return .seeOther(visit.signInWay.path) }
            let page = CataloguePage(query: query, found: await portal.search(query), now: portal.world.now()).page
            return .page(page)
        }
        routes.openPage("/portal/catalogue/{entry}") { visit throws(PortalError) in
            let entry = try await visit.portal.entry(visit.part("entry"))
            let page = EntryPage(
                entry: entry, now: visit.portal.world.now(),
                guardField: visit.visitor == nil ? nil : visit.guardField, signInWay: visit.signInWay)
            return .page(page.page)
        }
        routes.form("/portal/catalogue/{entry}/draft") { visit, form throws(PortalError) in
            try await visit.portal.begin(form["executable"] ?? "", of: visit.part("entry"), visit)
        }
    }

    private static func query(_ visit: PortalVisit) -> SoftwareQuery {
        func word(_ name: String) -> String {
            String((visit.request.query(name) ?? "").trimmed.prefix(SoftwareQuery.longestField))
        }
        let page = visit.request.query("page").flatMap { Int($0) } ?? 1
        return SoftwareQuery(
            words: word("words"), keyword: word("keyword"), author: word("author"), page: min(max(1, page), 10_000))
    }

    func search(_ query: SoftwareQuery) async -> Result<SoftwarePage, SoftwareError> {
        do throws(SoftwareError) {
            return .success(try await catalogue.search(query))
        } catch {
            if let cause = error.cause {
                settings.log(
                    BrokerEvent(.warning, "portal.noCatalogue", ["problem": error.message, "cause": cause]))
            }
            return .failure(error)
        }
    }

    private func entry(_ id: String) async throws(PortalError) -> SoftwareEntry {
        do throws(SoftwareError) {
            return try await catalogue.entry(id)
        } catch {
            throw PortalError(
                error.code == .notFound ? .notFound : .unavailable, error.message, cause: error.cause,
                way: PortalWay("/portal/catalogue", "Back to the catalogue"))
        }
    }

    /// Makes a draft of an executable, with the places that its values came from.
    private func begin(
        _ id: String, of entryID: String, _ visit: PortalVisit
    ) async throws(PortalError) -> PortalAnswer {
        let visitor = try visit.signedIn()
        let entry = try await entry(entryID)
        guard let executable = entry.executables.first(where: { $0.id == id }) else {
            throw PortalError(
                .notFound, "\(entry.title) is not run in that way any more; choose another.",
                way: PortalWay(PortalPath.of("catalogue", entry.id), "Back to \(entry.title)"))
        }
        var origins = executable.sources.mapValues { source -> ValueOrigin in
            if case .guessed = executable.origin { .guessed(source) } else { .declared(source) }
        }
        // The root stands for all that nothing else is said of.
        if origins[.root] == nil {
            switch executable.origin {
            case .declared: origins[.root] = .declared("")
            case .guessed(let what): origins[.root] = .guessed(what)
            }
        }
        let title = entry.executables.count > 1 ? "\(entry.title): \(executable.title)" : entry.title
        let draft = try await makeDraft(
            executable.request.document(for: .json), title: title,
            software: Draft.Software(entry: entry.id, title: entry.title, executable: executable.id),
            origins: origins, for: visitor)
        return .seeOther(draft.path)
    }
}
