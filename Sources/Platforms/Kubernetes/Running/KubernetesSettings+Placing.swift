import BerthDocument
import BerthModel

extension KubernetesSettings {
    /// Says of a pod what the site says of all: who it runs as, where it may run, and how its images are fetched.
    ///
    /// - Parameter labels: which nodes have to have besides those of the site.
    func place(_ members: inout DocumentMembers, labels: NamedTexts = NamedTexts()) {
        var security: DocumentMembers = ["seccompProfile": ["type": "RuntimeDefault"]]
        if let (user, group) = userAndGroup {
            security["runAsUser"] = .integer(user)
            if let group { security["runAsGroup"] = .integer(group) }
            // Claims belong to root unless somebody says else.
            security["fsGroup"] = .integer(group ?? user)
        }
        members["securityContext"] = .map(security)
        var selector: DocumentMembers = [:]
        for label in nodeSelector.entries + labels.entries { selector[label.name] = .text(label.text) }
        if !selector.members.isEmpty { members["nodeSelector"] = .map(selector) }
        members["tolerations"] = .list(tolerations.map(\.document) + away)
        if let name = priorityClass { members["priorityClassName"] = .text(name) }
        if let name = runtimeClass { members["runtimeClassName"] = .text(name) }
        if let name = serviceAccount { members["serviceAccountName"] = .text(name) }
        if !imagePullSecrets.isEmpty {
            members["imagePullSecrets"] = .list(imagePullSecrets.map { ["name": .text($0)] })
        }
    }

    /// How long it stays where the node is away. Source: Kubernetes, *Taint based Evictions*.
    private var away: [Document] {
        ["not-ready", "unreachable"].map { taint in
            [
                "key": .text("node.kubernetes.io/" + taint), "operator": "Exists", "effect": "NoExecute",
                "tolerationSeconds": .integer(nodeSeconds),
            ]
        }
    }
}
