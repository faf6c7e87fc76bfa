import BerthDocument
import BerthHTTP
import BerthPlatform

/// A file with clusters, users, and which of them belong together. Source: Kubernetes, *kubeconfig (v1)*.
struct Kubeconfig: Sendable {
    private let document: Document

    /// - Throws: `refused` for what is no kubeconfig.
    init(reading bytes: [UInt8]) throws(PlatformError) {
        do throws(DocumentError) {
            document = try Document.read(bytes, as: .yaml, limits: DocumentLimits(textBytes: 1 << 20))
        } catch {
            throw Kubeconfig.refusal("cannot be read: \(error)")
        }
        guard document["clusters"] != nil else { throw Kubeconfig.refusal("has no clusters") }
    }

    /// Names of the contexts.
    var contexts: [String] { (document["contexts"]?.items ?? []).compactMap { $0["name"]?.text } }

    /// What a context stands for.
    ///
    /// - Parameters:
    ///   - context: its name; `current-context` unless given.
    ///   - folder: where relative paths of the file begin.
    /// - Throws: `refused`, with what would be right.
    func access(_ context: String?, folder: String) throws(PlatformError) -> ClusterAccess {
        guard let name = context ?? document["current-context"]?.text, !name.isEmpty else {
            throw Kubeconfig.refusal(
                "has no current-context; name one with the setting context: \(contexts.joined(separator: ", "))")
        }
        guard let place = item(name, of: "contexts", "context") else {
            throw Kubeconfig.refusal("has no context \(name); it has \(contexts.joined(separator: ", "))")
        }
        guard let cluster = item(place["cluster"]?.text, of: "clusters", "cluster"),
            var server = cluster["server"]?.text
        else { throw Kubeconfig.refusal("has no cluster with a server for the context \(name)") }
        while server.hasSuffix("/") { server.removeLast() }
        let user = item(place["user"]?.text, of: "users", "user") ?? .null
        if let fault = fault(server, cluster, user) { throw Kubeconfig.refusal(fault) }
        var access = ClusterAccess(server: server)
        access.authorities = try bytes(cluster, "certificate-authority", folder)
        if let certificate = try bytes(user, "client-certificate", folder) {
            guard let key = try bytes(user, "client-key", folder) else {
                throw Kubeconfig.refusal("has a client-certificate without its client-key")
            }
            access.certificate = ClientCertificate(certificate: certificate, key: key)
        }
        access.token = user["token"]?.text
        if let file = user["tokenFile"]?.text {
            access.token = ClusterAccess.line(try ClusterAccess.contents(Kubeconfig.path(file, folder)))
        }
        access.namespace = place["namespace"]?.text
        access.proxy = cluster["proxy-url"]?.text
        return access
    }

    /// What in it this program does not do; nothing of it is passed over in silence.
    private func fault(_ server: String, _ cluster: Document, _ user: Document) -> String? {
        let isHere = ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains {
            server == $0 || server.hasPrefix($0 + ":")
        }
        if !server.hasPrefix("https://") && !isHere {
            return "has the server \(server); it takes https://, or http:// of this machine alone"
        }
        if cluster["insecure-skip-tls-verify"]?.isTrue == true {
            return "says insecure-skip-tls-verify; name the cluster's certificate-authority instead"
        }
        if cluster["tls-server-name"] != nil {
            return "says tls-server-name, which is not followed; name a server that its certificate is for"
        }
        for (key, instead) in [
            ("exec", "a program would be run to log in"), ("auth-provider", "a plug-in would be needed to log in"),
            ("username", "passwords are not sent"), ("as", "nobody is impersonated"),
        ] where user[key] != nil {
            return "says \(key): \(instead); use a client certificate, or the token of a service account"
        }
        return nil
    }

    private func item(_ name: String?, of list: String, _ member: String) -> Document? {
        guard let name else { return nil }
        return document[list]?.items.first { $0["name"]?.text == name }?[member]
    }

    /// A file, or its content beside it, which counts more.
    private func bytes(_ holder: Document, _ key: String, _ folder: String) throws(PlatformError) -> [UInt8]? {
        if let text = holder[key + "-data"]?.text, !text.isEmpty {
            guard let bytes = Base64.decoded(text.filter { !$0.isWhitespace }) else {
                throw Kubeconfig.refusal("has a \(key)-data that is not in base64")
            }
            return bytes
        }
        guard let file = holder[key]?.text, !file.isEmpty else { return nil }
        return try ClusterAccess.contents(Kubeconfig.path(file, folder))
    }

    private static func path(_ file: String, _ folder: String) -> String {
        file.hasPrefix("/") ? file : folder + "/" + file
    }

    private static func refusal(_ fault: String) -> PlatformError {
        PlatformError(.refused, "The kubeconfig \(fault).", subject: "kubeconfig")
    }
}
