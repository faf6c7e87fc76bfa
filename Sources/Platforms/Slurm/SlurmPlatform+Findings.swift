import BerthHost
package import BerthPlatform

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
        } catch {
            findings.append(
                Finding(
                    "cluster", error.fullDescription,
                    remedy: "see that sinfo works for the broker's user; the settings commands, configuration and"
                        + " partition name where"))
        }
        findings.append(
            .stateDirectory(
                folders.state, storage: (settings.storage ?? 0).gibibytesInBytes, note: "; the nodes have to share it"))
        return findings
    }
}
