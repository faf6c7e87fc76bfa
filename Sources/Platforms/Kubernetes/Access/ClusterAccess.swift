import BerthHTTP
import BerthHost
import BerthPlatform

/// Where a cluster is, and who the broker is there.
struct ClusterAccess: Sendable, Hashable {
    /// `https://host:port`, without a slash at its end.
    var server: String
    /// PEM of the authorities of the cluster; the system's when `nil`.
    var authorities: [UInt8]?
    var certificate: ClientCertificate?
    var token: String?
    /// The namespace that the credentials name.
    var namespace: String?
    var proxy: String?

    /// What the client is made with.
    var settings: HTTPClientSettings {
        var settings = HTTPClientSettings()
        settings.authorities = authorities
        settings.certificate = certificate
        settings.proxy = proxy
        return settings
    }

    /// Where a pod finds what it may do. Source: Kubernetes, *Accessing the Kubernetes API from a Pod*.
    static let accountFolder = "/var/run/secrets/kubernetes.io/serviceaccount"
    /// Bytes of a file of credentials.
    static let fileBytes = 1 << 20

    /// Reads the credentials: of a kubeconfig when one is named or found, else of the pod that the broker runs in.
    ///
    /// - Throws: `refused`, with the setting or file and what would be right.
    static func found(
        kubeconfig: String?, context: String?, environment: (String) -> String? = Machine.environment,
        accountFolder: String = ClusterAccess.accountFolder
    ) throws(PlatformError) -> ClusterAccess {
        let isInside = environment("KUBERNETES_SERVICE_HOST") != nil && Files.exists(accountFolder + "/token")
        var file = kubeconfig
        if file == nil {
            let home = environment("HOME").map { $0 + "/.kube/config" }
            file = [environment("KUBECONFIG"), home].compactMap(\.self).first { !$0.isEmpty && Files.exists($0) }
        }
        if let file, kubeconfig != nil || !isInside {
            let folder = file.split(separator: "/").dropLast().joined(separator: "/")
            return try Kubeconfig(reading: try contents(file)).access(context, folder: "/" + folder)
        }
        guard isInside, let host = environment("KUBERNETES_SERVICE_HOST") else {
            throw PlatformError(
                .refused,
                "There is no kubeconfig, and the broker runs in no pod; name one with the setting kubeconfig.",
                subject: "kubeconfig")
        }
        let port = environment("KUBERNETES_SERVICE_PORT") ?? "443"
        return ClusterAccess(
            server: "https://\(host.contains(":") ? "[\(host)]" : host):\(port)",
            authorities: try contents(accountFolder + "/ca.crt"), certificate: nil,
            token: line(try contents(accountFolder + "/token")),
            namespace: (try? contents(accountFolder + "/namespace")).map(line), proxy: nil)
    }

    /// - Throws: `refused` when it cannot be read.
    static func contents(_ file: String) throws(PlatformError) -> [UInt8] {
        guard Files.exists(file), let bytes = try? Files.read(file, from: 0, limit: fileBytes, followsLink: true),
            !bytes.isEmpty
        else {
            throw PlatformError(
                .refused, "A file of the credentials for the cluster cannot be read.", subject: "kubeconfig",
                detail: file)
        }
        return bytes
    }

    static func line(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self).split { $0.isNewline || $0 == " " }.first.map(String.init) ?? ""
    }
}
