import BerthData
package import BerthHTTP
package import BerthModel

/// One catalogue as a configuration names it: a service, a list of addresses, or a folder.
package struct CatalogueSettings: Shaped {
    package var name: String?
    package var service: String?
    package var community: String?
    package var list: [String] = []
    package var folder: String?
    package var dataAddresses: [String] = []
    package var maximumAge = TimeSpan(seconds: 900)

    package init() {}

    package static let shape = Shape<CatalogueSettings>(
        "CatalogueSettings", "Where people look for software: a service, a list of addresses, or a folder.",
        [
            Field("name", \.name, "Short name: letters, digits and dashes; identifiers of its entries begin with it."),
            Field("service", \.service, "URL of the REST API of a Zenodo, such as https://zenodo.org/api."),
            Field("community", \.community, "Community of the service; escape2020 unless set."),
            Field("list", \.list, "Addresses of codemeta.json files."),
            Field("folder", \.folder, "Folder of this machine with NAME.codemeta.json and NAME/codemeta.json."),
            Field(
                "dataAddresses", \.dataAddresses,
                "Addresses or ranges inside the site that descriptions may come from."),
            Field("maximumAge", \.maximumAge, "How old an answer may be before the service is asked again."),
        ])

    /// - Throws: `badSettings` with the key as its subject.
    package func check() throws(SoftwareError) {
        guard let name, !name.isEmpty, name == Slug.of(name), !name.contains(".") else {
            throw Self.bad("name", "is missing or no short name; write letters, digits and dashes, as ossr")
        }
        switch (service != nil, !list.isEmpty, folder != nil) {
        case (true, false, false), (false, true, false), (false, false, true): break
        default:
            throw SoftwareError(
                .badSettings, "The catalogue \(name) needs one of service, list and folder, and no two of them.",
                subject: "name")
        }
        if let service, let fault = DataURL.fault(of: service) { throw Self.bad("service", "cannot be used: \(fault)") }
        for url in list {
            if let fault = DataURL.fault(of: url) {
                throw Self.bad("list", "has \(url), which cannot be used: \(fault)")
            }
        }
        if list.count > ListCatalogue.mostItems {
            throw Self.bad("list", "has more than \(ListCatalogue.mostItems) addresses; make two catalogues of it")
        }
        for range in dataAddresses where AddressRange(range) == nil {
            throw Self.bad("dataAddresses", "has \(range), which is no address or range such as 10.0.0.0/8")
        }
        if maximumAge < .zero { throw Self.bad("maximumAge", "is below zero; write a duration such as PT15M") }
    }

    private static func bad(_ key: String, _ message: String) -> SoftwareError {
        SoftwareError(.badSettings, "The setting \(key) of a catalogue \(message).", subject: key)
    }

    /// The catalogue under its name, to be a part of a `CombinedCatalogue`.
    ///
    /// - Precondition: `check` has found nothing.
    package func part(
        _ client: HTTPClient, _ shelf: any SoftwareShelf, limits: Fetcher.Limits = Fetcher.Limits(),
        now: @escaping @Sendable () -> Instant
    ) -> CombinedCatalogue.Part {
        let fetcher = Fetcher(
            client, AddressRule(allowed: dataAddresses.compactMap { AddressRange($0) }), limits, now: now)
        let name = name ?? ""
        if let service {
            var settings = ZenodoCatalogue.Settings()
            settings.name = name
            settings.url = service
            if let community { settings.community = community }
            settings.maximumAge = maximumAge
            return CombinedCatalogue.Part(name, ZenodoCatalogue(settings, fetcher, shelf, now: now))
        }
        if let folder { return CombinedCatalogue.Part(name, FolderCatalogue(folder: folder, now: now)) }
        return CombinedCatalogue.Part(
            name, ListCatalogue(name: name, urls: list, fetcher, shelf, maximumAge: maximumAge, now: now))
    }
}
