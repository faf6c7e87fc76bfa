import BerthHost
import BerthModel
package import BerthPlatform
import BerthTasks

extension SlurmPlatform: SelfChecking {
    package func findings() async -> [Finding] {
        var findings: [Finding] = []
        do throws(PlatformError) {
            let facts = try await commands.facts(partition: settings.partition)
            let cores = facts.nodes.reduce(0) { $0 + $1.cores }
            findings.append(
                Finding(
                    "partition",
                    "\(facts.partition.name) is \(facts.partition.state), \(facts.nodes.count) nodes, \(cores) cores",
                    remedy: facts.partition.state == "UP" && !facts.nodes.isEmpty
                        ? nil : "name another partition, or ask those who run the cluster"))
            if settings.reservations {
                let fault = try await commands.faultOfReservations(instance: settings.instance)
                findings.append(
                    Finding(
                        "reservations", fault ?? "can be made",
                        remedy: fault == nil
                            ? nil
                            : "make the broker's user an operator: sacctmgr modify user NAME set adminlevel=Operator;"
                                + " or leave reservations out"))
            }
            findings.append(
                Finding("accounting", facts.hasAccounting ? "kept" : "not kept: what jobs used is told without memory"))
            findings.append(await findingOfPrograms())
            if programs.last?.program(for: .dockerContainer) != nil, !images.missing.isEmpty {
                findings.append(
                    Finding(
                        "images", "the nodes run containers, and nothing here fetches their images",
                        remedy: "install \(images.missing.joined(separator: " and ")), or name them in images"))
            }
        } catch {
            findings.append(
                Finding(
                    "cluster", SlurmWords.line(error),
                    remedy: "see that sinfo works for the broker's user; the settings commands, configuration and"
                        + " partition name where"))
        }
        if let service = commands.service { findings.append(await finding(of: service)) }
        findings.append(
            .stateDirectory(
                folders.state, storage: (settings.storage ?? 0).gibibytesInBytes, note: "; the nodes have to share it"))
        return findings
    }

    private func finding(of service: SlurmService) async -> Finding {
        do throws(PlatformError) {
            try await service.ping()
            return Finding("slurmrestd", "takes jobs of \(service.user)")
        } catch {
            return Finding(
                "slurmrestd", SlurmWords.line(error),
                remedy: "see that slurmrestd runs at rest.url and takes the token in rest.tokenFile; or leave rest out")
        }
    }

    /// What a node has for notebooks, workflows and containers; nothing is missing that the site has not named.
    private func findingOfPrograms() async -> Finding {
        let subject = "programs on nodes"
        do throws(PlatformError) {
            let found = try await programs.facts()
            let here = NodePrograms.kinds.compactMap { kind in
                found.program(for: kind.kind).map { "\(kind.kind.name) by \($0)" }
            }
            let named: [(key: String, path: String?, kind: Kind)] = [
                ("jupyter", settings.programs.jupyter, .jupyterNotebook),
                ("cwltool", settings.programs.cwltool, .cwlWorkflow),
                ("snakemake", settings.programs.snakemake, .snakemakeWorkflow),
                ("bwrap", settings.programs.bwrap, .dockerContainer),
            ]
            let missing = named.filter { $0.path != nil && found.program(for: $0.kind) == nil }.map(\.key)
            return Finding(
                subject,
                here.isEmpty
                    ? "none for notebooks, workflows and containers"
                    : "\(here.joined(separator: ", ")); \(found.node) was asked",
                remedy: missing.isEmpty
                    ? nil
                    : "install on the nodes what programs names, or leave it out: \(missing.joined(separator: ", "))")
        } catch {
            return Finding(
                subject, SlurmWords.line(error), remedy: "see that srun works for the broker's user, and a node is free"
            )
        }
    }
}
