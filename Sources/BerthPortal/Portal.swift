package import BerthBroker
package import BerthHTTP
package import BerthSoftware

/// The pages for people, under `/portal/`: from a catalogue of software to a running session.
///
/// It speaks to brokers only as any client does, over HTTP and as the visitor.
package final class Portal: Sendable {
    package let settings: PortalSettings
    package let store: any PortalStore
    package let world: any World
    package let signIn: any PortalSignIn
    /// The first is the one that this portal belongs to.
    package let brokers: [PortalBroker]
    package let catalogue: any SoftwareCatalogue
    let guarding: PortalGuard
    let askings: AskingDesk
    let watches: WatchDesk
    /// The one search of the front page.
    let frontSearch = Bulletin(FrontSearch())

    /// - Parameter signIn: who visitors are.
    package init(
        settings: PortalSettings, store: any PortalStore, world: any World, signIn: any PortalSignIn,
        brokers: [PortalBroker], catalogue: any SoftwareCatalogue
    ) async throws(StoreError) {
        self.settings = settings
        self.store = store
        self.world = world
        self.signIn = signIn
        self.brokers = brokers
        let book = HistoryBook(store: store, world: world, retention: settings.retention)
        askings = AskingDesk(
            brokers: brokers, store: store, world: world, book: book, settings: settings)
        watches = WatchDesk(world: world, book: book)
        self.catalogue = catalogue
        guarding = PortalGuard(secret: try await Self.keptSecret(store, world))
    }

    /// The broker of that name in an address.
    package func broker(_ name: String) -> PortalBroker? { brokers.first { $0.name == name } }

    /// A word that nobody can guess: 64 hexadecimal digits, 244 bits by chance.
    package func secret() -> String { Self.secret(world) }

    private static func secret(_ world: any World) -> String {
        "\(world.nextID())\(world.nextID())".filter { $0 != "-" }
    }

    /// Kept, so that forms that are open in browsers outlive a restart.
    private static func keptSecret(_ store: any PortalStore, _ world: any World) async throws(StoreError) -> String {
        if let kept = try await store.record(.own, "secret") { return String(decoding: kept.body, as: UTF8.self) }
        let made = secret(world)
        try await store.put(PortalRecord(.own, key: "secret", at: world.now(), body: Array(made.utf8)))
        return made
    }

    /// The handler of a server for what is under `/portal`.
    package var router: HTTPRouter {
        HTTPRouter(onProblem: writeProblem) { all in
            var routes = PortalRoutes(portal: self, all)
            routes.file(.get, "/portal") { _ in .seeOther("/portal/", contentType: "text/plain", body: []) }
            routes.file(.get, "/portal/assets/{name}") { request in
                PortalAsset.response(named: request.parameter("name") ?? "")
                    ?? HTTPResponse(.notFound, contentType: "text/plain", body: Array("There is no such file.\n".utf8))
            }
            signInRoutes(&routes)
            frontRoutes(&routes)
            catalogueRoutes(&routes)
            requestRoutes(&routes)
            draftRoutes(&routes)
            askedRoutes(&routes)
            sessionRoutes(&routes)
            historyRoutes(&routes)
            platformRoutes(&routes)
            refusedRoutes(&routes)
            all = routes.all
        }
    }

    private func signInRoutes(_ routes: inout PortalRoutes) {
        for path in ["/portal/signin", "/portal/signin/{step...}"] {
            routes.openPage(path) { visit throws(PortalError) in try await visit.portal.signIn.answer(visit, nil) }
            routes.openForm(path) { visit, form throws(PortalError) in
                try await visit.portal.signIn.answer(visit, form)
            }
        }
    }

    /// Writes what the server itself refuses under `/portal`.
    package var writeProblem: HTTPProblem.Writer {
        { [self] problem, request in
            let code: PortalError.Code =
                switch problem.status {
                case .notFound: .notFound
                case .contentTooLarge, .targetTooLong, .headersTooLarge: .tooLarge
                case .unavailable: .unavailable
                default: .badForm
                }
            let detail = problem.detail.prefix(1).uppercased() + problem.detail.dropFirst() + "."
            let visit = PortalVisit(
                portal: self, request: request ?? HTTPRequest(method: .get, target: RequestTarget(segments: [])),
                visitor: nil, browser: "")
            var page = PortalError(code, detail).page
            page.status = problem.status
            var response = PortalRoutes.response(page, visit)
            for field in problem.headers { response.headers[field.name] = field.value }
            return response
        }
    }

    /// Ends what goes on with brokers.
    package func close() async {
        watches.close()
        for broker in brokers { await broker.close() }
        await store.close()
    }
}
