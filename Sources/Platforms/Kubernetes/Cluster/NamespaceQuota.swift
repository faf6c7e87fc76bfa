import BerthDocument

/// A ResourceQuota of the namespace. Source: *ResourceQuota v1 core*.
struct NamespaceQuota: Sendable, Hashable {
    var name: String
    /// By the names of quotas: `requests.cpu`, `limits.memory`, `count/jobs.batch`.
    var hard: Quantities
    var used: Quantities

    /// `nil` for one that does not count what sessions run: they end by themselves, and ask for what they need.
    init?(_ document: Document) {
        let scopes = (document.at("spec", "scopes")?.items ?? []).compactMap(\.text)
        if scopes.contains("BestEffort") || scopes.contains("NotTerminating") { return nil }
        if document.at("spec", "scopeSelector") != nil { return nil }
        name = document.objectName
        hard = (document.at("status", "hard") ?? document.at("spec", "hard"))?.quantities ?? [:]
        used = document.at("status", "used")?.quantities ?? [:]
    }
}

/// A rule of a LimitRange of the namespace. Source: *LimitRange v1 core*.
struct NamespaceLimit: Sendable, Hashable {
    /// Of the LimitRange.
    var name: String
    /// `Container`, `Pod`, `PersistentVolumeClaim`.
    var type: String
    var most: Quantities
    var least: Quantities

    static func all(_ document: Document) -> [NamespaceLimit] {
        (document.at("spec", "limits")?.items ?? []).map { item in
            NamespaceLimit(
                name: document.objectName, type: item["type"]?.text ?? "", most: item["max"]?.quantities ?? [:],
                least: item["min"]?.quantities ?? [:])
        }
    }
}
