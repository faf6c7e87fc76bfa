import BerthBroker
import BerthDocument
import BerthModel
import BerthPlatform
import BerthRegistry
import BerthRemote

/// What the broker has to do with registries: platforms that are found in them, and what is published to them.
extension RunningBroker {
    static let keptListsName = "registries.json"
    static let recordDatesName = "record.json"
    /// What is read back of the lists that were kept.
    private static let largestLists = 64 << 20

    /// What watches the registries of the configuration; nil without one. The broker has taken up what was found
    /// before, so that it finds its sessions again.
    static func registries(
        of broker: Broker, _ settings: ServeSettings, url: String, world: any World, log: EventLog
    ) -> RegistryWatch? {
        let configuration = settings.configuration
        if configuration.registries.isEmpty { return nil }
        let rules = rules(configuration, own: [url, broker.settings.publicURL])
        let path = settings.stateFolder + "/" + keptListsName
        let kept = (try? LocalFile.read(path, largest: largestLists)).map(SiteBook.kept) ?? KeptLists()
        let book = SiteBook(rules, in: configuration.registries.map(\.name), kept: kept)
        let sites = FoundSites(now: { world.now() }, log: log)
        let takeUp: @Sendable (SiteBook) -> Void = { book in
            broker.takeUp(sites.platforms(of: book), of: book.summaries(at: world.now()))
        }
        takeUp(book)
        return RegistryWatch(
            book, instance: broker.settings.instance,
            RegistryWatch.Surroundings(
                now: { world.now() }, sleepUntil: { await world.sleep(until: $0) },
                keep: { bytes in
                    do throws(ProgramError) {
                        try LocalFile.write(bytes, to: path)
                    } catch {
                        log.log(BrokerEvent(.warning, "registry.notKept", ["problem": error.description]))
                    }
                },
                changed: takeUp, isInUse: { broker.isInUse($0) },
                tell: { event in
                    var told = BrokerEvent(event.isWarning ? .warning : .info, event.name)
                    told.fields = event.fields.map { BrokerEvent.Field($0.name, $0.value) }
                    log.log(told)
                }))
    }

    /// - Parameter own: URLs of this service.
    static func rules(_ configuration: Configuration, own: [String]) -> SiteRules {
        var configured: [String: String] = [:]
        for platform in configuration.wantedPlatforms {
            if let remote = platform.settings as? RemoteSettings { configured[remote.url] = remote.name }
        }
        return SiteRules(
            registries: configuration.registries, own: own, configured: configured,
            takenNames: configuration.wantedPlatforms.map(\.name))
    }

    /// What is published; nil when nothing is. The dates of the record are kept in the state folder.
    static func record(_ settings: ServeSettings, publicURL: String, now: Instant, keeps: Bool) -> PublishedRecord? {
        let configuration = settings.configuration
        let path = settings.stateFolder + "/" + recordDatesName
        let known = (try? LocalFile.read(path)).flatMap { try? Document.read($0, as: .json) }
            .map { RecordDates.reading($0, from: .json).value }
        guard
            var record = PublishedRecord(
                configuration.publish, publicURL: publicURL,
                securityMethods: ServiceCapability.securityMethods(
                    hasUsers: !configuration.users.isEmpty, hasIssuers: !configuration.issuers.isEmpty),
                dates: known ?? RecordDates())
        else { return nil }
        let dates = RecordDates(known, content: record.content, now: now)
        record.dates = dates
        // A record whose dates cannot be kept is a new one after the next start.
        if keeps, dates != known, let bytes = try? dates.json() { try? LocalFile.write(bytes, to: path) }
        return record
    }
}
