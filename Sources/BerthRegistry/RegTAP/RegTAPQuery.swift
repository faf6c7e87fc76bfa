import BerthData

/// The question to a searchable registry. Source: RegTAP 1.1, section 8; TAP 1.1, section 2.
struct RegTAPQuery: Sendable, Hashable {
    /// Whether the column `authenticated_only` is asked for, which RegTAP 1.0 does not have.
    var asksWhoMay: Bool

    private static let method = "/capability/interface/securityMethod/@standardID"

    /// In ADQL 2.0. Registries keep identifiers in lower case.
    var text: String {
        let who = asksWhoMay ? ", i.authenticated_only" : ""
        return "SELECT r.ivoid, r.res_title, c.standard_id, i.access_url\(who), d.detail_value AS security_method "
            + "FROM rr.resource AS r JOIN rr.capability AS c ON c.ivoid = r.ivoid "
            + "JOIN rr.interface AS i ON i.ivoid = c.ivoid AND i.cap_index = c.cap_index "
            + "LEFT OUTER JOIN (SELECT ivoid, cap_index, detail_value FROM rr.res_detail "
            + "WHERE detail_xpath = '\(Self.method)') AS d ON d.ivoid = c.ivoid AND d.cap_index = c.cap_index "
            + "WHERE c.standard_id LIKE '\(ListedService.standard)%'"
    }

    /// - Parameter service: the TAP service, without a query.
    func url(of service: String, most: Int) -> String {
        var service = service
        while service.hasSuffix("/") { service.removeLast() }
        let format = DataURL.encoded("application/x-votable+xml;serialization=TABLEDATA")
        return "\(service)/sync?REQUEST=doQuery&LANG=ADQL&MAXREC=\(most)&RESPONSEFORMAT=\(format)"
            + "&QUERY=\(DataURL.encoded(text))"
    }

    /// - Throws: `broken` for a table without the columns that were asked for.
    func services(of table: VOTable, url: String) throws(RegistryError) -> [ListedService] {
        guard let ivoid = table.column("ivoid"), let title = table.column("res_title"),
            let standard = table.column("standard_id"), let address = table.column("access_url"),
            let method = table.column("security_method")
        else {
            throw RegistryError(
                .broken, "The registry at \(url) sends a table without the columns that it was asked for.", subject: url
            )
        }
        let closed = table.column("authenticated_only")
        return table.rows.compactMap { row in
            guard ListedService.isBroker(row[standard]) else { return nil }
            let methods = row[method].isEmpty ? [] : [row[method]]
            // Who names a way in, and does not say that others may come too, lets in nobody else.
            let isOpen = closed.map { row[$0] == "0" || row[$0].isEmpty && methods.isEmpty } ?? methods.isEmpty
            return ListedService(
                ivoid: row[ivoid], title: row[title].isEmpty ? nil : row[title], url: row[address],
                standardID: row[standard], securityMethods: methods, isOpen: isOpen)
        }
    }
}
