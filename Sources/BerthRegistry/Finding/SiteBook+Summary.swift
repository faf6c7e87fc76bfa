package import BerthModel

extension SiteBook {
    /// Services that are named which are not asked; how many more there are is a number.
    static let mostNamed = 50

    /// What people are told of each registry.
    package func summaries(at now: Instant) -> [RegistrySummary] {
        let everything = all
        let looked = Set(waiting.map(\.service.url))
        return registries.map { registry in
            var summary = RegistrySummary()
            summary.name = registry.name
            summary.kind = rules.registries[registry.name]?.kind?.rawValue
            summary.url = registry.url
            summary.answered = registry.answered
            summary.problem = problem(of: registry)
            let listed = everything.filter { $0.registries.contains(registry.name) }
            summary.listed = Int64(listed.count)
            summary.asked = Int64(listed.count { $0.answered != nil && objection(to: $0) == nil })
            let unasked = listed.compactMap { self.unasked($0, registry.name, looked) }
            // Those that failed stand before those that nobody wants.
            summary.unasked = Array(unasked.filter { $0.next != nil }.prefix(Self.mostNamed))
            summary.unasked += unasked.filter { $0.next == nil }.prefix(Self.mostNamed - summary.unasked.count)
            return summary
        }
    }

    private func problem(of registry: KnownRegistry) -> String? {
        if let problem = registry.problem {
            guard registry.answered != nil else { return problem + " It has not given a list yet." }
            return problem + " The list that it gave last holds."
        }
        if registry.isWhole { return nil }
        return "It lists more than is read of it; what is beyond is not known here."
    }

    private func unasked(_ site: FoundSite, _ registry: String, _ looked: Set<String>) -> UnaskedService? {
        var unasked = UnaskedService()
        unasked.identifier = site.service.ivoid
        unasked.url = site.service.url
        if let objection = objection(to: site) {
            unasked.reason = "It is not asked: \(objection)."
        } else if site.answered != nil {
            return nil
        } else if let problem = site.problem {
            unasked.reason = problem
            unasked.next = site.next
        } else {
            let most = rules.registries[registry]?.services ?? 0
            unasked.reason =
                looked.contains(site.service.url)
                ? "It has not been looked at yet."
                : "It is not asked: \(most) services of the registry are, as many as its key services allows."
        }
        return unasked
    }
}
