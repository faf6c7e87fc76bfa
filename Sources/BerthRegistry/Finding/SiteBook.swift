import BerthDocument
package import BerthModel

/// What all registries list, which of it is a platform, and what is due next: events and the time go in. No clock, no
/// network.
///
/// A service becomes a platform when it has answered once, and stays one while a registry lists it; one that never
/// answers is looked at again after longer and longer whiles. What a registry no longer lists stays as long as somebody
/// has a session there.
package struct SiteBook: Sendable {
    package let rules: SiteRules
    /// In the order of the configuration.
    package private(set) var registries: [KnownRegistry]
    private var sites: [String: FoundSite] = [:]
    private var names: Set<String> = []
    /// The number at which a free one of those names is looked for that have one.
    private var numbers: [String: Int] = [:]

    /// The while after the first failure, and the longest.
    static let firstGap = TimeSpan(seconds: 60)
    static let longestGap = TimeSpan(seconds: 6 * 3600)
    /// After a registry did not answer, at first; never longer than its refresh.
    static let registryGap = TimeSpan(seconds: 30)

    /// - Parameter kept: what was known before; of registries that are still configured.
    package init(_ rules: SiteRules, in order: [String], kept: KeptLists = KeptLists()) {
        self.rules = rules
        registries = order.compactMap { name in
            guard let settings = rules.registries[name] else { return nil }
            // What another registry said under this name is not its list.
            let known = kept.registries.first { $0.name == name && $0.url == settings.url }
            var registry = known ?? KnownRegistry(name: name, url: settings.url)
            // After a start each is asked at once.
            registry.next = nil
            return registry
        }
        let known = Set(registries.map(\.name))
        for var site in kept.sites where !site.name.isEmpty && !names.contains(site.name) {
            if rules.takenNames.contains(site.name) { continue }
            site.registries = site.registries.filter(known.contains)
            // What is in no registry is only kept for sessions of before.
            if site.hasLeft && site.answered == nil { continue }
            names.insert(site.name)
            sites[SiteRules.key(site.service.url)] = site
        }
    }

    /// Reads what `bytes` wrote; what is damaged is nothing.
    package static func kept(_ bytes: [UInt8]) -> KeptLists {
        guard let document = try? Document.read(bytes, as: .json, limits: keptLimits) else { return KeptLists() }
        return KeptLists.reading(document, from: .json).value
    }

    private static let keptLimits = DocumentLimits(
        sizeBytes: 64 << 20, valueCount: 2_000_000, memberCount: 100_000, textBytes: 1 << 16)

    /// For `kept`.
    package var bytes: [UInt8] {
        var lists = KeptLists()
        lists.registries = registries
        lists.sites = all
        return (try? lists.json()) ?? []
    }

    /// Every site, by identifier and URL.
    package var all: [FoundSite] {
        sites.values.sorted { ($0.service.ivoid, $0.service.url) < ($1.service.ivoid, $1.service.url) }
    }

    // MARK: what is so

    /// Why a site is not asked, as the end of a sentence; nil when it is, or may be.
    package func objection(to site: FoundSite) -> String? {
        if site.isItself { return SiteRules.itself }
        guard let first = site.registries.first else { return nil }
        // One registry that lets it in is enough.
        let objections = site.registries.map { rules.objection(to: site.service, from: $0) }
        return objections.contains(nil) ? nil : rules.objection(to: site.service, from: first)
    }

    /// The settings under which a site is asked: of the first registry that lets it in.
    package func settings(of site: FoundSite) -> RegistrySettings? {
        let name = site.registries.first { rules.objection(to: site.service, from: $0) == nil }
        return (name ?? site.registries.first).flatMap { rules.registries[$0] } ?? rules.registries.values.first
    }

    /// Those that are platforms, by name.
    ///
    /// - Returns: whether each is asked; the others only go on with what they have.
    package var platforms: [(site: FoundSite, isAsked: Bool)] {
        let able = sites.values.filter { $0.answered != nil && !$0.isItself }.sorted { $0.name < $1.name }
        return able.map { ($0, !$0.hasLeft && objection(to: $0) == nil) }
    }

    /// How many sites of a registry are asked now.
    private func count(of registry: String) -> Int {
        sites.values.count { $0.answered != nil && $0.registries.contains(registry) && objection(to: $0) == nil }
    }

    // MARK: events

    /// A registry gave its list.
    ///
    /// - Returns: `empty` when it lists nothing any more and did before: then the list of before holds.
    @discardableResult
    package mutating func took(
        _ listing: RegistryListing, from name: String, at now: Instant
    ) -> RegistryError? {
        guard let index = registries.firstIndex(where: { $0.name == name }) else { return nil }
        if listing.services.isEmpty, sites.values.contains(where: { $0.registries.contains(name) }) {
            let error = RegistryError(
                .empty, "The registry at \(registries[index].url) lists no execution broker any more.",
                subject: registries[index].url)
            failed(name, error, at: now)
            return error
        }
        registries[index].isWhole = listing.isWhole
        registries[index].tag = listing.tag
        read(index, at: now)
        var listed: Set<String> = []
        for service in listing.services {
            let key = SiteRules.key(service.url)
            listed.insert(key)
            var site = sites[key] ?? newSite(service)
            site.service = service
            site.listed = now
            if !site.registries.contains(name) { site.registries.append(name) }
            sites[key] = site
        }
        guard listing.isWhole else { return nil }
        for (key, site) in sites where site.registries.contains(name) && !listed.contains(key) {
            var site = site
            site.registries.removeAll { $0 == name }
            // Who never was a platform has nothing to go on with.
            sites[key] = site.hasLeft && site.answered == nil ? nil : site
            if sites[key] == nil { names.remove(site.name) }
        }
        return nil
    }

    /// A registry said that its list is still the same.
    package mutating func unchanged(_ name: String, at now: Instant) {
        guard let index = registries.firstIndex(where: { $0.name == name }) else { return }
        read(index, at: now)
        for (key, site) in sites where site.registries.contains(name) { sites[key]?.listed = now }
    }

    private mutating func read(_ index: Int, at now: Instant) {
        registries[index].answered = now
        registries[index].failures = 0
        registries[index].problem = nil
        registries[index].next = now + (rules.registries[registries[index].name]?.refresh ?? Self.longestGap)
    }

    /// A registry did not give its list: the one of before holds, and it is asked again after a growing while.
    package mutating func failed(_ name: String, _ error: RegistryError, at now: Instant) {
        guard let index = registries.firstIndex(where: { $0.name == name }) else { return }
        registries[index].failures += 1
        registries[index].problem = error.message
        let longest = rules.registries[name]?.refresh ?? Self.longestGap
        registries[index].next = now + Self.gap(Self.registryGap, registries[index].failures, most: longest)
    }

    /// A site answered.
    ///
    /// - Parameter isItself: as this service itself does.
    package mutating func answered(_ url: String, isItself: Bool = false, at now: Instant) {
        let key = SiteRules.key(url)
        guard var site = sites[key] else { return }
        site.failures = 0
        site.problem = nil
        site.next = nil
        site.isItself = isItself
        if !isItself && site.answered == nil { site.answered = now }
        sites[key] = site
    }

    /// A site did not answer.
    ///
    /// - Parameter problem: what it did, as a sentence.
    package mutating func silent(_ url: String, _ problem: String, at now: Instant) {
        let key = SiteRules.key(url)
        guard var site = sites[key] else { return }
        site.failures += 1
        site.problem = problem
        site.next = now + Self.gap(Self.firstGap, site.failures, most: Self.longestGap)
        sites[key] = site
    }

    /// Lets go of what has left every registry and has no session any more.
    ///
    /// - Parameter isInUse: whether a platform of this name has sessions that are not at their end.
    package mutating func forget(unless isInUse: (String) -> Bool) {
        for (key, site) in sites where site.hasLeft && !isInUse(site.name) {
            sites[key] = nil
            names.remove(site.name)
        }
    }

    // MARK: what is due

    /// When a registry is asked next; at once unless said otherwise.
    package func nextAsking(of name: String) -> Instant? { registries.first { $0.name == name }?.next }

    /// Sites that are looked at now, those that failed less often first; none of a registry that has as many platforms
    /// as it may.
    package func due(at now: Instant) -> [FoundSite] {
        waiting.filter { $0.next.map { $0 <= now } ?? true }
            .sorted {
                ($0.failures, $0.service.ivoid, $0.service.url) < ($1.failures, $1.service.ivoid, $1.service.url)
            }
    }

    /// When the next site is to be looked at; nil when none is.
    package func nextLook(after now: Instant) -> Instant? { waiting.map { $0.next ?? now }.min() }

    /// Registries that may have more platforms than they have.
    package var open: Set<String> {
        Set(registries.map(\.name).filter { count(of: $0) < Int(rules.registries[$0]?.services ?? 0) })
    }

    /// Sites that could still become platforms.
    var waiting: [FoundSite] {
        let open = open
        return sites.values.filter { site in
            site.answered == nil && !site.isItself && site.registries.contains(where: open.contains)
                && objection(to: site) == nil
        }
    }

    private static func gap(_ first: TimeSpan, _ failures: Int64, most: TimeSpan) -> TimeSpan {
        // Beyond the 20th doubling every while is the longest.
        let doubled = first.milliseconds << min(20, max(0, failures - 1))
        return min(most, TimeSpan(milliseconds: doubled))
    }

    // MARK: names

    private mutating func newSite(_ service: ListedService) -> FoundSite {
        var site = FoundSite()
        site.service = service
        site.name = name(for: service.ivoid)
        names.insert(site.name)
        return site
    }

    private static let longestName = 48

    /// A name that no other platform has, made of the identifier: `ivo://site.org/broker` is `site-org-broker`.
    private mutating func name(for ivoid: String) -> String {
        let text = ivoid.lowercased()
        let bytes = (text.hasPrefix("ivo://") ? text.dropFirst(6) : text[...]).utf8.prefix(Self.longestName)
        let word = String(
            decoding: bytes.map { byte -> UInt8 in
                (97...122).contains(byte) || (48...57).contains(byte) || byte == UInt8(ascii: "_")
                    ? byte : UInt8(ascii: "-")
            }, as: UTF8.self)
        let first = word.isEmpty ? "site" : word
        if isFree(first) { return first }
        // Thousands may have one identifier: each begins to look where the one before it ended.
        let number = (numbers[first, default: 2]...).first { isFree("\(first)-\($0)") } ?? 2
        numbers[first] = number + 1
        return "\(first)-\(number)"
    }

    private func isFree(_ name: String) -> Bool { !names.contains(name) && !rules.takenNames.contains(name) }
}
