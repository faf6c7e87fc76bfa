import BerthBroker
import BerthHTTP
import BerthIdentity
import BerthModel
import BerthPlatform
import BerthRegistry
import BerthService
import BerthStorage

/// A broker that serves: made from its settings, and stopped again.
final class RunningBroker: Sendable {
    /// Under which this machine reaches it.
    let url: String
    let settings: ServeSettings
    let server: HTTPServer
    let service: Service
    let log: EventLog
    /// Those that are known now.
    let known: Locked<Known>
    private let listening: ListenAddress
    private let broker: Broker
    private let store: any Store
    private let registries: RegistryWatch?
    private let portal: ServedPortal?

    /// Starts everything, the address first: that somebody else has it is what most often is wrong.
    ///
    /// - Throws: `badConfiguration`, `cannotStart`, `cannotWrite`.
    init(_ settings: ServeSettings, world: any World, log: EventLog) async throws(ProgramError) {
        let configuration = settings.configuration
        self.settings = settings
        self.log = log
        known = Locked(Known(configuration))
        let identification = try Self.identification(configuration, now: log.now)
        try LocalFile.makeFolder(settings.stateFolder)
        let platforms = try Self.platforms(settings)
        let instance = try InstanceIdentifier.kept(in: settings.stateFolder, next: world.nextID).description
        let keys = try SigningKeys.kept(in: settings.stateFolder, now: world.now())
        let door = FrontDoor()
        server = try Self.listen(settings, door, log)
        listening = Self.address(server, settings)
        url = listening.url(isSecure: configuration.tls.certificate != nil)
        do throws(ProgramError) {
            store = try Self.open(settings)
        } catch {
            await server.stop(deadlineSeconds: 0)
            throw error
        }
        var brokerSettings = configuration.broker.settings
        for rule in configuration.access { brokerSettings.access[rule.platform] = rule.groups }
        for share in configuration.shares { brokerSettings.shares[share.platform] = share }
        brokerSettings.instance = instance
        brokerSettings.publicURL = configuration.publicURL.map(Self.withoutSlash) ?? Self.publicURL(url)
        do throws(BrokerError) {
            broker = try Broker(
                platforms: platforms, store: store, settings: brokerSettings, world: world, log: { log.log($0) })
            registries = Self.registries(of: broker, settings, url: url, world: world, log: log)
        } catch {
            await server.stop(deadlineSeconds: 0)
            await store.close()
            throw ProgramError(.cannotStart, error.message, cause: error.cause)
        }
        var serviceSettings = ServiceSettings()
        serviceSettings.hosts = configuration.hosts
        serviceSettings.keys = keys
        serviceSettings.tellsFiguresToEverybody = configuration.openMetrics
        serviceSettings.record = Self.record(
            settings, publicURL: brokerSettings.publicURL, now: world.now(), keeps: true)
        service = Service(broker: broker, world: world, settings: serviceSettings, identify: identification)
        portal = try await Self.portal(settings, service, broker, store, url, world, server, log)
        // Last: what it finds at a start is told after what it is.
        do throws(BrokerError) {
            try await broker.start()
        } catch {
            await server.stop(deadlineSeconds: 0)
            await portal?.stop()
            await store.close()
            throw ProgramError(.cannotStart, error.message, cause: error.cause)
        }
        door.open(service, portal?.portal)
        log.log(
            BrokerEvent(
                .info, "service.started",
                [
                    "url": url, "version": BerthVersion.program,
                    "store": settings.databasePath ?? "memory",
                    "platforms": platforms.map(\.profile.name).joined(separator: ","),
                    "configuration": settings.configurationPath ?? "none",
                ]))
        warnOfEverybody(configuration)
        Self.tellWhatDoesNotLoad(platforms, log)
        registries?.start()
        // The first token need not wait for keys then; an issuer that is down keeps nobody else from asking.
        Task { await identification.issuers.warm() }
    }

    /// The pages for people, as a browser on this machine finds them; nil where there are none, or no address for one.
    var portalURL: String? {
        guard portal != nil, !url.hasPrefix("unix:") else { return nil }
        return (settings.configuration.publicURL.map(Self.withoutSlash) ?? url) + "/portal/"
    }

    var isSecure: Bool { settings.configuration.tls.certificate != nil }

    func warnOfEverybody(_ configuration: Configuration) {
        guard !configuration.asksWhoAsks && !listening.isOfThisMachine else { return }
        log.log(
            BrokerEvent(
                .warning, "service.open",
                [
                    "problem":
                        "Everybody who reaches \(url) may run tasks here; name users or issuers in the configuration."
                ]))
    }

    /// Finishes the answers that are under way. Sessions go on where they run.
    func stop(deadlineSeconds: Double) async {
        log.log(BrokerEvent(.info, "service.stopping", ["url": url]))
        await server.stop(deadlineSeconds: deadlineSeconds)
        await portal?.stop()
        await registries?.stop()
        await broker.stop()
        await store.close()
        log.log(BrokerEvent(.info, "service.stopped", ["url": url]))
    }

    // MARK: parts

    private static func platforms(_ settings: ServeSettings) throws(ProgramError) -> [any Platform] {
        var platforms: [any Platform] = []
        for platform in settings.configuration.wantedPlatforms {
            platforms.append(try platform.platform(stateFolder: settings.stateFolder, engine: settings.engine))
        }
        return platforms
    }

    /// - Returns: nil where no portal is wanted.
    private static func portal(
        _ settings: ServeSettings, _ service: Service, _ broker: Broker, _ store: any Store, _ url: String,
        _ world: any World, _ server: HTTPServer, _ log: EventLog
    ) async throws(ProgramError) -> ServedPortal? {
        let configuration = settings.configuration
        guard configuration.portal.isOn(asksWhoAsks: configuration.asksWhoAsks) else { return nil }
        do throws(ProgramError) {
            return try await ServedPortal(
                settings, service, url: url, publicURL: broker.settings.publicURL, world: world,
                log: { log.log($0) })
        } catch {
            await server.stop(deadlineSeconds: 0)
            await broker.stop()
            await store.close()
            throw error
        }
    }

    /// - Parameter old: issuers whose keys are known.
    static func identification(
        _ configuration: Configuration, keeping old: TrustedIssuers = .nobody, now: @escaping @Sendable () -> Instant
    ) throws(ProgramError) -> Identification {
        let issuers: TrustedIssuers
        do throws(IdentityError) {
            issuers = try TrustedIssuers(configuration.issuers.map(\.settings), keeping: old, now: now)
        } catch {
            throw ProgramError(.badConfiguration, error.message, subject: "issuers")
        }
        do throws(ServiceError) {
            return try Identification(
                users: configuration.users.map { user in
                    Identification.User(
                        subject: user.name ?? "", groups: user.groups, tokenSHA256: user.tokenSHA256 ?? "")
                }, issuers: issuers)
        } catch {
            throw ProgramError(.badConfiguration, error.message, subject: "users")
        }
    }

    private static func open(_ settings: ServeSettings) throws(ProgramError) -> any Store {
        guard let path = settings.databasePath else { return MemoryStore() }
        do throws(StoreError) {
            return try SQLiteStore(path: path)
        } catch {
            throw ProgramError(.cannotStart, error.message, subject: path, cause: error.cause)
        }
    }

    private static func listen(
        _ settings: ServeSettings, _ door: FrontDoor, _ log: EventLog
    ) throws(ProgramError) -> HTTPServer {
        var serverSettings = HTTPServerSettings(settings.listen.binding)
        serverSettings.limits = settings.configuration.limits.settings
        if let certificate = settings.configuration.tls.certificate, let key = settings.configuration.tls.key {
            serverSettings.tls = HTTPServerSettings.TLS(certificatePath: certificate, keyPath: key)
        }
        serverSettings.onProblem = door.writeProblem
        serverSettings.onHead = door.onHead
        let logsCalls = log.least == .debug
        serverSettings.onAccess = { access in
            door.count(access)
            if logsCalls { log.log(access) }
        }
        do throws(HTTPError) {
            return try HTTPServer(serverSettings, handler: door.handler)
        } catch {
            let tls = settings.configuration.tls
            let isFile = error.subject != nil && (error.subject == tls.certificate || error.subject == tls.key)
            let place = error.subject.map { (isFile ? ": " : " on ") + $0 } ?? ""
            throw ProgramError(
                .cannotStart, "The service cannot be started\(place): \(error.message).", subject: error.subject,
                cause: error.cause)
        }
    }

    /// Where it really listens: port 0 takes a free one.
    private static func address(_ server: HTTPServer, _ settings: ServeSettings) -> ListenAddress {
        guard case .tcp(let host, _) = settings.listen.binding else { return settings.listen }
        var address = settings.listen
        address.binding = .tcp(host: host, port: server.port)
        return address
    }

    /// Links of a service on a socket of this machine: nothing better can be said.
    private static func publicURL(_ url: String) -> String { url.hasPrefix("unix:") ? "http://localhost" : url }

    private static func withoutSlash(_ url: String) -> String {
        var url = url
        while url.hasSuffix("/") { url.removeLast() }
        return url
    }
}
