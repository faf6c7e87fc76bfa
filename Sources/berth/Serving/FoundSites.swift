import BerthBroker
import BerthModel
import BerthPlatform
import BerthRegistry
import BerthRemote

/// Makes platforms of what registries list, each once.
final class FoundSites: Sendable {
    private let made = Locked<[String: (settings: RemoteSettings, platform: any Platform)]>([:])
    private let now: @Sendable () -> Instant
    private let log: EventLog

    init(now: @escaping @Sendable () -> Instant, log: EventLog) {
        self.now = now
        self.log = log
    }

    /// What the broker takes up; who was made before stays the same, with all that it knows of its site.
    func platforms(of book: SiteBook) -> [FoundPlatform] {
        let wanted = book.platforms
        let found = wanted.compactMap { site, isAsked -> FoundPlatform? in
            guard let settings = book.settings(of: site), let platform = platform(of: site, settings) else {
                return nil
            }
            return FoundPlatform(
                platform, isAsked: isAsked, groups: settings.groups,
                origin: .init(
                    registry: site.registries.first ?? settings.name, identifier: site.service.ivoid,
                    listed: site.listed))
        }
        let names = Set(wanted.map(\.site.name))
        made.withLock { made in made = made.filter { names.contains($0.key) } }
        return found
    }

    private func platform(of site: FoundSite, _ registry: RegistrySettings) -> (any Platform)? {
        let settings = Self.settings(of: site, registry)
        if let known = made.withLock({ $0[site.name] }), known.settings == settings { return known.platform }
        do throws(PlatformError) {
            let platform = try RemotePlatform(settings, allows: { registry.allows($0) }, now: now)
            made.withLock { $0[site.name] = (settings, platform) }
            return platform
        } catch {
            log.log(
                BrokerEvent(
                    .warning, "registry.unusable",
                    ["platform": site.name, "identifier": site.service.ivoid, "problem": error.fullDescription]))
            return nil
        }
    }

    static func settings(of site: FoundSite, _ registry: RegistrySettings) -> RemoteSettings {
        var settings = RemoteSettings()
        settings.name = site.name
        settings.url = site.service.url
        settings.tokenFile = registry.token(for: site.service)?.tokenFile
        settings.authorityFile = registry.authorityFile
        settings.askSeconds = registry.askSeconds
        return settings
    }
}
