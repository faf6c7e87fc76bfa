import BerthHost
package import BerthPlatform

extension JupyterHubPlatform: SelfChecking {
    package func findings() async -> [Finding] {
        var findings = [hub.tokenFile.finding]
        do throws(PlatformError) {
            findings.append(Finding("hub", "JupyterHub \(try await hub.version()) at \(hub.address)"))
        } catch {
            findings.append(
                Finding(
                    "hub", "\(hub.address): \(error.fullDescription)",
                    remedy: "see that the hub runs and that url is where people open it"))
        }
        do throws(PlatformError) {
            let (name, scopes) = try await hub.me()
            let missing = scopes.missing(makesUsers: settings.users == .asker)
            findings.append(
                Finding(
                    "scopes", missing.isEmpty ? "enough, as \(name)" : "missing: \(missing.joined(separator: "; "))",
                    remedy: missing.isEmpty
                        ? nil : "give them to the service in c.JupyterHub.load_roles, and restart the hub"))
        } catch {
            findings.append(
                Finding(
                    "scopes", error.fullDescription,
                    remedy: error.subject == "access"
                        ? "put the api_token of a service of the hub into the file that tokenFile names" : "see above"))
        }
        if settings.users != .asker { findings.append(await userFinding()) }
        findings.append(.stateDirectory(folders.state, storage: 0))
        return findings
    }

    private func userFinding() async -> Finding {
        do throws(PlatformError) {
            guard let servers = try await hub.servers(of: settings.user) else {
                return Finding("user", "\(settings.user) is made with the first session")
            }
            let count = servers.values.count { $0.stage == .ready }
            return Finding("user", "\(settings.user), \(count) servers running")
        } catch {
            return Finding("user", "\(settings.user): \(error.fullDescription)", remedy: "see above")
        }
    }
}
