import BerthHost
package import BerthPlatform

extension WESPlatform: SelfChecking {
    package func findings() async -> [Finding] {
        var findings: [Finding] = []
        if let tokenFile = settings.tokenFile { findings.append(TokenFile(tokenFile, of: WESService.name).finding) }
        do throws(PlatformError) {
            let facts = try await service.facts()
            let languages = facts.languages.map { "\($0.name) \($0.versions.joined(separator: " "))" }
            findings.append(
                Finding(
                    "service",
                    "\(facts.engines.joined(separator: ", ")) at \(service.address), "
                        + "\(facts.running) running, \(facts.waiting) waiting"))
            findings.append(
                Finding(
                    "languages", languages.isEmpty ? "none" : languages.joined(separator: ", "),
                    remedy: languages.isEmpty ? "ask those who run the service what it can run" : nil))
        } catch {
            findings.append(
                Finding("service", "\(service.address): \(error.fullDescription)", remedy: WESPlatform.remedy(error)))
        }
        do throws(PlatformError) {
            let page = try await service.runs()
            findings.append(Finding("runs", page.next == nil ? "\(page.entries.count)" : "can be listed"))
        } catch {
            findings.append(
                Finding(
                    "runs", "cannot be listed: \(error.fullDescription)",
                    remedy: "let the broker list runs: only so is a run found again whose name was lost"))
        }
        findings.append(.stateDirectory(folders.state, storage: 0))
        return findings
    }

    private static func remedy(_ error: PlatformError) -> String {
        switch error.subject {
        case "access": "put a token that the service takes into a file, and name it with tokenFile"
        default: "see that the service runs and that url is where it is"
        }
    }
}
