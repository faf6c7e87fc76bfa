import BerthDocument
import BerthHTTP
import BerthPlatform

/// Something that the broker has to be allowed in the cluster. Source: *SelfSubjectAccessReview v1 authorization*.
struct Permission: Sendable, Hashable {
    var verb: String
    var group = ""
    var resource: String
    var subresource: String?
    /// Of the whole cluster, and not of the namespace of sessions.
    var isOfCluster = false
    /// What is lost without it; `nil` where nothing goes without it.
    var loss: String?

    /// As a Role writes it: `create jobs.batch`.
    var text: String {
        verb + " " + resource + (subresource.map { "/" + $0 } ?? "") + (group.isEmpty ? "" : "." + group)
    }

    /// Everything that a platform with such settings needs. The Role in packaging/kubernetes.yaml gives all of it.
    static func needed(_ settings: KubernetesSettings) -> [Permission] {
        var needed = ["create", "get", "list", "watch", "patch", "delete"].map {
            Permission(verb: $0, group: "batch", resource: "jobs")
        }
        needed += ["list", "watch"].map { Permission(verb: $0, resource: "pods") }
        needed.append(Permission(verb: "get", resource: "pods", subresource: "log"))
        if settings.storageClass != nil {
            needed += ["create", "get", "list", "watch", "delete"].map {
                Permission(verb: $0, resource: "persistentvolumeclaims")
            }
        }
        if settings.ports == .clusterIP || settings.ports == .nodePort {
            needed += ["create", "get", "list", "delete"].map { Permission(verb: $0, resource: "services") }
        }
        if settings.notebooks != nil {
            needed += ["create", "get", "list", "delete"].map { Permission(verb: $0, resource: "secrets") }
        }
        needed += ["list", "watch"].map {
            Permission(verb: $0, resource: "events", loss: "it is not told at once why no pod is made")
        }
        for resource in ["resourcequotas", "limitranges"] {
            needed.append(
                Permission(verb: "list", resource: resource, loss: "\(resource) are not known when it answers"))
        }
        needed.append(
            Permission(
                verb: "list", resource: "nodes", isOfCluster: true, loss: "sizes of nodes are not known when it answers"
            ))
        needed.append(
            Permission(
                verb: "list", resource: "pods", isOfCluster: true, loss: "it cannot say whether there is room now"))
        return needed
    }

    func review(namespace: String) -> Document {
        var attributes: DocumentMembers = ["verb": .text(verb), "group": .text(group), "resource": .text(resource)]
        if let subresource { attributes["subresource"] = .text(subresource) }
        if !isOfCluster { attributes["namespace"] = .text(namespace) }
        return [
            "apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectAccessReview",
            "spec": ["resourceAttributes": .map(attributes)],
        ]
    }

    func finding(_ namespace: String) -> Finding {
        let place = isOfCluster ? "in the whole cluster" : "in the namespace \(namespace)"
        return Finding(
            "permission", "may not \(text) \(place)\(loss.map { ": " + $0 } ?? "")",
            remedy: "an administrator applies packaging/kubernetes.yaml, or adds the verb \(verb) for \(resource)"
                + "\(subresource.map { "/" + $0 } ?? "") to the broker's \(isOfCluster ? "ClusterRole" : "Role")")
    }
}

extension [Permission] {
    /// One finding for each that is missing; one in all when none is.
    func findings(_ api: KubernetesAPI) async throws(PlatformError) -> [Finding] {
        let namespace = try api.namespace()
        var missing: [Finding] = []
        for permission in self {
            let reply = try await api.call(
                .post, "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", permission.review(namespace: namespace)
            )
            guard reply.isSuccess else { throw .api(reply, "ask what the broker may do", subject: permission.text) }
            if reply.body.at("status", "allowed")?.isTrue != true { missing.append(permission.finding(namespace)) }
        }
        return missing.isEmpty ? [Finding("permissions", "all \(count) that are needed")] : missing
    }
}
