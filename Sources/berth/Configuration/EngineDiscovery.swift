import BerthContainers
import BerthDocument
import BerthHost
import BerthPlatform
import Glibc

/// Finds on this machine what could run tasks.
struct EngineDiscovery {
    /// Something that was found.
    struct Found: Equatable {
        /// How it was found, for people.
        var what: String
        /// Lines of an entry of `platforms`, without the dash; none where this program has no kind for it.
        var configuration: [String]
        /// Why it cannot be used now, when it was asked.
        var missing: String?
    }

    var environment: @Sendable (String) -> String?
    /// Whether a program of this name can be run.
    var hasProgram: @Sendable (String) -> Bool
    var exists: @Sendable (String) -> Bool

    init(
        environment: @escaping @Sendable (String) -> String?,
        hasProgram: (@Sendable (String) -> Bool)? = nil,
        exists: @escaping @Sendable (String) -> Bool = { Files.exists($0) }
    ) {
        self.environment = environment
        self.exists = exists
        self.hasProgram =
            hasProgram ?? { name in
                (environment("PATH") ?? "").split(separator: ":").contains { access("\($0)/\(name)", X_OK) == 0 }
            }
    }

    /// Everything, in the order of the kinds.
    var found: [Found] {
        var found: [Found] = []
        for socket in EngineSocket.candidates(environment) where exists(socket) {
            found.append(
                Found(
                    what: "a container engine at \(socket)", configuration: ["kind: containers", "engine: \(socket)"]))
            break
        }
        found += programs("sinfo", "Slurm (sinfo is there)", "slurm", [])
        found += programs("jupyter", "Jupyter (jupyter is there)", "jupyter", pythonOfJupyter)
        let engines = ["cwltool", "snakemake"].filter(hasProgram)
        if !engines.isEmpty {
            let what = "workflow engines: \(engines.joined(separator: ", "))"
            found.append(entry(what, "workflows", places(of: engines)))
        }
        if let cloud = environment("OS_AUTH_URL"), !cloud.isEmpty {
            found.append(entry("an OpenStack cloud at \(cloud) (OS_AUTH_URL)", "openstack", keys(ofCloud: cloud)))
        }
        let home = environment("HOME").map { $0 + "/.kube/config" }
        if let file = [environment("KUBECONFIG"), home].compactMap(\.self).first(where: { !$0.isEmpty && exists($0) }) {
            found.append(entry("a Kubernetes cluster (\(file))", "kubernetes", ["kubeconfig: \(file)"]))
        }
        return found
    }

    /// What the variables of OpenStack's own client say; the secret stays where it is.
    private func keys(ofCloud url: String) -> [String] {
        var keys = ["authURL: \(url)"]
        func add(_ key: String, _ names: String...) {
            guard let value = names.lazy.compactMap(environment).first(where: { !$0.isEmpty }) else { return }
            keys.append("\(key): \(Document.text(value).asJSON)")
        }
        if environment("OS_APPLICATION_CREDENTIAL_ID") != nil {
            add("applicationCredential", "OS_APPLICATION_CREDENTIAL_ID")
        } else {
            add("user", "OS_USERNAME")
            add("userDomain", "OS_USER_DOMAIN_NAME")
            add("project", "OS_PROJECT_NAME")
            add("projectDomain", "OS_PROJECT_DOMAIN_NAME")
        }
        add("region", "OS_REGION_NAME")
        add("authorityFile", "OS_CACERT")
        // Nothing says which; the check tells when it is not there.
        return keys + ["image: debian-12"]
    }

    /// Where a program of the search path is: the broker itself looks in the folders of the system only.
    private func place(of name: String) -> String? {
        (environment("PATH") ?? "").split(separator: ":").filter { $0.hasPrefix("/") }
            .map { "\($0)/\(name)" }.first(where: exists)
    }

    /// The Python of the virtual environment that Jupyter is in.
    private var pythonOfJupyter: [String] {
        guard let jupyter = place(of: "jupyter") else { return [] }
        let python = jupyter.dropLast("jupyter".count) + "python3"
        return exists(String(python)) ? ["python: \(Document.text(String(python)).asJSON)"] : []
    }

    private func places(of names: [String]) -> [String] {
        let places = names.compactMap { name in place(of: name).map { "\(name): \(Document.text($0).asJSON)" } }
        return places.isEmpty ? [] : ["programs: {\(places.joined(separator: ", "))}"]
    }

    private func programs(_ name: String, _ what: String, _ kind: String, _ keys: [String]) -> [Found] {
        hasProgram(name) ? [entry(what, kind, keys)] : []
    }

    private func entry(_ what: String, _ kind: String, _ keys: [String]) -> Found {
        Found(what: what, configuration: PlatformKind[kind] == nil ? [] : ["kind: \(kind)"] + keys)
    }

    /// What to paste into a configuration, with comments that say where it comes from.
    static func text(_ found: [Found]) -> [String] {
        if found.isEmpty {
            return [
                "# Nothing was found that could run tasks. Install Podman or Docker, or name what there is by hand:",
                "# berth config show lists what can be set.",
            ]
        }
        var lines: [String] = []
        let usable = found.filter { !$0.configuration.isEmpty && $0.missing == nil }
        if !usable.isEmpty { lines.append("platforms:") }
        for one in usable {
            lines.append("# \(one.what)")
            for (index, line) in one.configuration.enumerated() { lines.append((index == 0 ? "- " : "  ") + line) }
        }
        for one in found {
            guard let missing = one.missing else { continue }
            lines.append("# There is also \(one.what), which cannot be used: \(missing).")
        }
        for one in found where one.configuration.isEmpty {
            lines.append("# There is also \(one.what), for which this program has no kind of platform.")
        }
        return lines
    }
}
