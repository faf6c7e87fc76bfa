import BerthHost
package import BerthPlatform

extension OpenStackPlatform: SelfChecking {
    package func findings() async -> [Finding] {
        var findings: [Finding] = []
        if let file = settings.secretFile, CloudSecret.isOpen(file) {
            findings.append(
                Finding("secret", "\(file) can be read by others", remedy: "take that away: chmod 600 \(file)"))
        }
        do throws(PlatformError) {
            let token = try await cloud.tokens.token()
            findings.append(Finding("keystone", "lets in \(token.user) of the project \(token.project)"))
            findings += services(token)
        } catch {
            findings.append(
                Finding(
                    "keystone", error.fullDescription,
                    remedy: "set authURL, applicationCredential and secretFile to what Keystone takes"))
        }
        do throws(PlatformError) {
            let facts = try await cloud.facts()
            findings += OpenStackPlatform.findings(facts)
            findings.append(try await quota(withVolumes: facts.hasVolumes))
            findings.append(try await placement(facts))
        } catch {
            findings.append(
                Finding(
                    "cloud", error.fullDescription, remedy: "see that the service answers, or ask who runs the cloud"))
        }
        findings.append(directory())
        return findings
    }

    private func services(_ token: CloudToken) -> [Finding] {
        CloudService.allCases.map { service in
            let name = service.name.lowercased()
            if let endpoint = token.endpoint(service) { return Finding(name, endpoint) }
            if service == .volume { return Finding(name, "not there: requests for storage are refused") }
            if service == .placement {
                return Finding(name, "not there: whether a host has room is found out when a machine boots")
            }
            return Finding(
                name, "not in the catalogue", remedy: "set region and interface to where the cloud has \(service.name)")
        }
    }

    private static func findings(_ facts: CloudFacts) -> [Finding] {
        let names = facts.flavors.map(\.name).prefix(20).joined(separator: ", ")
        var findings = [
            Finding(
                "flavors", facts.flavors.isEmpty ? "none" : "\(facts.flavors.count): \(names)",
                remedy: facts.flavors.isEmpty
                    ? "have a flavor made on which the image can boot, or name those that there are in flavors" : nil)
        ]
        switch facts.image {
        case .here(let image): findings.append(Finding("image", "\(image.name) (\(image.id))"))
        case .missing(let why): findings.append(Finding("image", why, remedy: "name another in image, or upload it"))
        }
        switch facts.network {
        case .here(.auto): findings.append(Finding("network", "the cloud chooses"))
        case .here(.none): findings.append(Finding("network", "none: tasks reach nothing outside"))
        case .here(.one(let id)): findings.append(Finding("network", id))
        case .missing(let why): findings.append(Finding("network", why, remedy: "name another in network"))
        }
        return findings
    }

    private func quota(withVolumes hasVolumes: Bool) async throws(PlatformError) -> Finding {
        let quota = try await cloud.quota(withVolumes: hasVolumes)
        func text(_ limit: CloudQuota.Limit, _ unit: String) -> String {
            "\(limit.used) of \(limit.most.map { "\($0)" } ?? "any number of") \(unit)"
        }
        let isFull = [quota.cores, quota.memoryMebibytes, quota.servers].contains { $0.most == 0 }
        let volumes = [
            quota.volumes.map { text($0, "volumes") }, quota.volumeGibibytes.map { text($0, "GiB of them") },
        ]
        let plain = [
            text(quota.servers, "machines"), text(quota.cores, "cores"),
            text(quota.memoryMebibytes, "MiB of memory"),
        ]
        return Finding(
            "quota", (plain + volumes.compactMap(\.self)).joined(separator: ", "),
            remedy: isFull ? "have the project's quota raised" : nil)
    }

    private func placement(_ facts: CloudFacts) async throws(PlatformError) -> Finding {
        guard let flavor = facts.flavors.first else { return Finding("room", "no flavor to ask for") }
        switch try await cloud.room(for: flavor) {
        case .hosts(let count): return Finding("room", "\(count) hosts for the flavor \(flavor.name)")
        case .unknown(let why): return Finding("room", "not known before a machine boots: \(why)")
        case .never(let why):
            return Finding(
                "room", "no host for the flavor \(flavor.name): \(why)",
                remedy: "have its extra specs mended, or name those flavors that are offered in flavors")
        }
    }

    private func directory() -> Finding {
        do throws(PlatformError) {
            try Files.makeDirectory(folders.state)
            return Finding("state directory", folders.state)
        } catch {
            return Finding(
                "state directory", error.fullDescription, remedy: "let the broker write there, or set another")
        }
    }
}
