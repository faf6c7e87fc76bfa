import BerthBroker
import BerthHTTP
import BerthIdentity
import BerthModel
import BerthPlatform
import BerthPortal
import BerthService
import BerthSoftware

/// The portal beside a service, and what it needs for itself.
final class ServedPortal: Sendable {
    let portal: Portal
    /// Where the portal asks its own broker when others reach that under TLS: the certificate is for its public name,
    /// and the portal comes by way of this machine.
    private let inner: HTTPServer?
    /// Asks catalogues.
    private let http: HTTPClient

    /// - Parameter url: under which this machine reaches the service.
    /// - Throws: `cannotStart`.
    init(
        _ settings: ServeSettings, _ service: Service, url: String, publicURL: String, world: any World,
        log: @escaping @Sendable (BrokerEvent) -> Void
    ) async throws(ProgramError) {
        let configuration = settings.configuration.portal
        let program = try Self.program(settings.configuration, service)
        inner = try settings.configuration.tls.certificate.map { _ throws(ProgramError) in try Self.inner(service) }
        var portalSettings = PortalSettings()
        portalSettings.version = BerthVersion.program
        portalSettings.publicURL = publicURL
        portalSettings.isSecure = publicURL.hasPrefix("https://")
        portalSettings.retention = configuration.retention
        portalSettings.leavingTime = configuration.leavingTime
        portalSettings.log = log
        var clientSettings = HTTPClientSettings()
        clientSettings.userAgent = "berth-portal"
        http = HTTPClient(clientSettings)
        let own = PortalBroker(
            name: PortalBroker.own, title: "This broker", url: inner.map { "http://127.0.0.1:\($0.port)" } ?? url)
        let others = configuration.brokers.map { broker in
            PortalBroker(
                name: broker.name ?? "", title: broker.title ?? broker.name ?? "", url: broker.url ?? "",
                authorityFile: broker.authorityFile)
        }
        do throws(StoreError) {
            let store = try Self.store(settings)
            portal = try await Portal(
                settings: portalSettings, store: store, world: world,
                signIn: Self.signIn(settings, program, service, store, world), brokers: [own] + others,
                catalogue: Self.catalogue(settings, http, StoreShelf(store), world))
        } catch {
            await http.close()
            await inner?.stop(deadlineSeconds: 0)
            throw ProgramError(.cannotStart, error.message, subject: error.path, cause: error.cause)
        }
    }

    func stop() async {
        await portal.close()
        await http.close()
        await inner?.stop(deadlineSeconds: 0)
    }

    private static func store(_ settings: ServeSettings) throws(StoreError) -> any PortalStore {
        if settings.databasePath == nil { return MemoryPortalStore() }
        return try SQLitePortalStore(path: settings.stateFolder + "/portal.db")
    }

    private static func catalogue(
        _ settings: ServeSettings, _ http: HTTPClient, _ shelf: StoreShelf, _ world: any World
    ) -> any SoftwareCatalogue {
        var parts = settings.configuration.portal.catalogues.map { catalogue in
            catalogue.part(http, shelf, now: { world.now() })
        }
        for (index, folder) in settings.catalogueFolders.enumerated() {
            let catalogue = FolderCatalogue(folder: folder, now: { world.now() })
            parts.append(CombinedCatalogue.Part(index == 0 ? "folder" : "folder-\(index + 1)", catalogue))
        }
        return parts.isEmpty ? EmptyCatalogue(world: world) : CombinedCatalogue(parts, now: { world.now() })
    }

    private static func signIn(
        _ settings: ServeSettings, _ program: SignInProgram?, _ service: Service, _ store: any PortalStore,
        _ world: any World
    ) -> any PortalSignIn {
        let administrators = Set(settings.configuration.portal.administrators)
        let check: OpenIDSignIn.Check = { token in
            guard let asker = await service.asker(token: token) else { return nil }
            return PortalVisitor(
                subject: asker.subject, name: asker.subject, groups: asker.groups,
                isAdministrator: administrators.contains(asker.subject)
                    || !administrators.isDisjoint(with: asker.groups))
        }
        let provider = program.map { OpenIDSignIn(program: $0, store: store, world: world, check: check) }
        return ServiceSignIn(token: TokenSignIn(world: world, check: check), provider: provider) {
            let known = service.identification
            return ServiceSignIn.Need(isNeeded: !known.knowsNobody, hasUsers: known.hasUsers)
        }
    }

    /// As whom the portal signs people in; nil where they show tokens.
    ///
    /// - Throws: `cannotRead` and `badInput` for the file with the secret, `badConfiguration`.
    private static func program(
        _ configuration: Configuration, _ service: Service
    ) throws(ProgramError) -> SignInProgram? {
        guard let signIn = configuration.portal.signIn else { return nil }
        guard let issuer = service.identification.issuers.all.first(where: { $0.settings.url == signIn.issuer }) else {
            throw ProgramError(.badConfiguration, "portal.signIn.issuer is none of issuers.", subject: "portal.signIn")
        }
        let secret = try signIn.clientSecretFile.map { path throws(ProgramError) in
            try ClientChoice.word(in: path, noun: "a secret")
        }
        return SignInProgram(
            issuer: issuer, clientID: signIn.clientID ?? "", secret: secret,
            scopes: signIn.scopes.isEmpty ? nil : signIn.scopes)
    }

    private static func inner(_ service: Service) throws(ProgramError) -> HTTPServer {
        let router = service.router
        var settings = HTTPServerSettings(.tcp(port: 0))
        settings.onProblem = service.writeProblem
        settings.onHead = service.onHead
        do throws(HTTPError) {
            return try HTTPServer(settings) { await router.answer($0) }
        } catch {
            throw ProgramError(
                .cannotStart, "The portal cannot reach its broker: \(error.message).", cause: error.cause)
        }
    }
}
