import BerthClient
import BerthDocument
import BerthModel
import BerthPlatform
import BerthPortal

extension ConfigurationCheck {
    /// What the part of the portal says that cannot be meant.
    static func portalProblems(of portal: PortalConfiguration) -> [Problem] {
        var problems: [Problem] = []
        func refuse(_ path: DocumentPath, _ message: String) {
            problems.append(
                Problem(gravity: .malformed, code: .badText, path: path, message: "\(path): \(message)"))
        }
        var names: Set<String> = [PortalBroker.own]
        for (index, broker) in portal.brokers.enumerated() {
            let path: DocumentPath = ["portal", "brokers", .index(index)]
            let name = broker.name ?? ""
            if !name.isWord(with: "-_.") {
                refuse(path.appending("name"), "this is one word of letters, digits, -, _ and dots; not \"\(name)\".")
            } else if !names.insert(name).inserted {
                refuse(path.appending("name"), "another broker is called \(name) already; give each a name of its own.")
            }
            do throws(ClientError) {
                _ = try BrokerClient(url: broker.url ?? "")
            } catch {
                refuse(path.appending("url"), error.message)
            }
        }
        names = []
        for (index, catalogue) in portal.catalogues.enumerated() {
            let path: DocumentPath = ["portal", "catalogues", .index(index)]
            let kinds = [catalogue.community != nil, !catalogue.addresses.isEmpty, catalogue.folder != nil]
            if kinds.count(where: { $0 }) != 1 {
                refuse(path, "write one of community, addresses and folder: where this catalogue has its software from.")
            }
            if catalogue.url != nil, catalogue.community == nil {
                refuse(path.appending("url"), "this is the service of a community; name the community, too.")
            }
            let name = catalogue.name ?? ""
            if !name.isWord(with: "-_.") {
                refuse(path.appending("name"), "this is one word of letters, digits, -, _ and dots; not \"\(name)\".")
            } else if !names.insert(name).inserted {
                refuse(
                    path.appending("name"), "another catalogue is called \(name) already; give each a name of its own.")
            }
        }
        if portal.retention <= .zero {
            refuse(["portal", "retention"], "this is no time at all; write a duration such as P90D.")
        } else if portal.retention > longest {
            refuse(["portal", "retention"], "this is longer than P36500D, the longest; write one such as P90D.")
        }
        return problems
    }
}
