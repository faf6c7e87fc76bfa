import BerthHTTP

/// Paths and queries of the portal, from parts that may hold anything.
package enum PortalPath {
    /// `/portal/catalogue/10.5281%2Fzenodo.1`: each part escaped.
    package static func of(_ parts: String...) -> String {
        "/portal" + parts.map { "/" + $0.percentEncoded }.joined()
    }

    /// `?words=a%20b`, without what is empty; empty when all are.
    package static func query(_ items: [(name: String, value: String)]) -> String {
        let filled = items.filter { !$0.value.isEmpty }.map { $0.name.percentEncoded + "=" + $0.value.percentEncoded }
        return filled.isEmpty ? "" : "?" + filled.joined(separator: "&")
    }
}
