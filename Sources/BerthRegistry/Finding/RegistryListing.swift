/// What a registry answered.
package struct RegistryListing: Sendable, Hashable {
    /// By identifier, then URL; each URL once.
    package var services: [ListedService]
    /// Whether this is all that the registry lists; what is missing from a list that was cut short may still be there.
    package var isWhole: Bool
    /// Names this state of the list, so that it is not sent again while it is the same; nil where the registry does not
    /// say it.
    package var tag: String?

    /// Puts what was read in order: of one URL, the security methods of all rows together.
    ///
    /// What is too long, or too much, is left out: nobody could keep or show it.
    package init(_ found: [ListedService], isWhole: Bool, tag: String? = nil) {
        var byURL: [String: ListedService] = [:]
        for service in found where !service.url.isEmpty && service.isOfUsualLength {
            guard var known = byURL[service.url] else {
                byURL[service.url] = service
                continue
            }
            for method in service.securityMethods
            where known.securityMethods.count < ListedService.mostMethods && !known.securityMethods.contains(method) {
                known.securityMethods.append(method)
            }
            known.isOpen = known.isOpen || service.isOpen
            byURL[service.url] = known
        }
        services = byURL.values.sorted { ($0.ivoid, $0.url) < ($1.ivoid, $1.url) }
        self.isWhole = isWhole
        self.tag = tag
    }
}
