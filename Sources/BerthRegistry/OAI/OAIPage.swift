import BerthData
import BerthDocument

/// A page of the records of a publishing registry. Source: OAI-PMH 2.0; Registry Interfaces 1.1, section 3.
struct OAIPage: Sendable, Hashable {
    var services: [ListedService] = []
    /// Where the next page begins; nil on the last one.
    var resumption: String?

    static let limits = DocumentLimits(
        sizeBytes: RegistryReader.largestReply, depthLevels: 64, valueCount: 2_000_000, memberCount: 2_000_000,
        textBytes: 1 << 20)

    /// - Parameter token: where the page begins; the first one unless given.
    static func url(of registry: String, after token: String?) -> String {
        guard let token else { return registry + "?verb=ListRecords&metadataPrefix=ivo_vor&set=ivo_managed" }
        return registry + "?verb=ListRecords&resumptionToken=\(DataURL.encoded(token))"
    }

    /// - Throws: `broken`, `refused` with the words of the registry, `tooLarge`.
    init(_ bytes: [UInt8], url: String) throws(RegistryError) {
        let root = try XMLElement.read(bytes, limits: Self.limits, ofRegistry: url)
        guard root.name == "OAI-PMH" else {
            throw RegistryError.broken(url, "it sends an element \(root.name.prefix(60)) in place of OAI-PMH")
        }
        if let error = root.child("error") {
            // That there is nothing is an answer.
            if error.attribute("code") == "noRecordsMatch" { return }
            throw RegistryError(
                .refused,
                "The registry at \(url) refuses: \((error.attribute("code") ?? "").prefix(60)): "
                    + "\(error.token.prefix(300))",
                subject: url)
        }
        guard let list = root.child("ListRecords") else {
            throw RegistryError.broken(url, "it sends no list of records")
        }
        for record in list.all("record") where record.child("header")?.attribute("status") != "deleted" {
            for resource in record.child("metadata")?.children ?? [] {
                services += ListedService.services(of: resource)
            }
        }
        let token = list.child("resumptionToken")?.token ?? ""
        resumption = token.isEmpty ? nil : token
    }
}

extension ListedService {
    /// The brokers of a record: an interface for each capability of the standard. Source: VOResource 1.1.
    static func services(of resource: XMLElement) -> [ListedService] {
        guard resource.name == "Resource", resource.attribute("status") ?? "active" == "active",
            let ivoid = resource.child("identifier")?.token
        else { return [] }
        let title = resource.child("title")?.token
        return resource.all("capability").flatMap { capability -> [ListedService] in
            guard let standard = capability.attribute("standardID"), isBroker(standard) else { return [] }
            let all = capability.all("interface")
            let standing = all.filter { $0.attribute("role")?.hasPrefix("std") ?? false }
            // Interfaces of another role are for other things, unless nothing says which is the one.
            return (standing.isEmpty ? all : standing).compactMap { interface in
                guard let url = interface.child("accessURL")?.token, !url.isEmpty else { return nil }
                let shown = interface.all("securityMethod").map { $0.attribute("standardID") ?? "" }
                // A method without an identifier lets in everybody. Source: VOResource 1.1, section 3.2.2.
                return ListedService(
                    ivoid: ivoid, title: title, url: url, standardID: standard,
                    securityMethods: shown.filter { !$0.isEmpty },
                    isOpen: shown.allSatisfy(\.isEmpty) || shown.contains(""))
            }
        }
    }
}
