import BerthHost
import BerthPlatform

/// Slurm's commands: each a program of this machine that has so long to answer, and not too many at the same time. What
/// concerns jobs goes through slurmrestd where the site has one.
struct SlurmCommands: Sendable {
    let service: SlurmService?
    private let directory: String?
    private let environment: [String: String]
    private let seconds: Int64
    private let turns: Turnstile

    init(_ settings: SlurmSettings) {
        directory = settings.commands
        seconds = settings.commandSeconds
        service = settings.rest.isSet ? SlurmService(settings.rest, seconds: seconds) : nil
        turns = Turnstile(places: Int(clamping: settings.commandsAtOnce))
        var environment = Command.plainEnvironment
        // Slurm writes times as clocks here show them.
        environment["TZ"] = "UTC"
        if let configuration = settings.configuration { environment["SLURM_CONF"] = configuration }
        self.environment = environment
    }

    /// Runs a command.
    ///
    /// - Parameter seconds: how long it may take; as all commands unless given.
    /// - Returns: all that it said, whether it could do it or not.
    /// - Throws: `unreachable` when it does not end in time or is not there, `cancelled`, `broken`.
    func said(
        _ name: String, _ arguments: [String], input: [UInt8] = [], seconds: Int64? = nil
    ) async throws(PlatformError) -> Command.Output {
        let seconds = seconds ?? self.seconds
        var command = Command([directory.map { "\($0)/\(name)" } ?? name] + arguments, environment: environment)
        command.input = input
        command.seconds = seconds
        do throws(PlatformError) {
            return try await turns.carryOut { [command] () async throws(PlatformError) in try await command.run() }
        } catch {
            switch error.code {
            case .overLimit:
                throw PlatformError(
                    .unreachable, "The controller of the cluster did not answer within \(seconds) seconds.",
                    subject: name, detail: error.fullDescription)
            case .notFound:
                throw PlatformError(
                    .unreachable, "Slurm's command \(name) is not on this machine; the setting commands names where.",
                    subject: name)
            default: throw error
            }
        }
    }

    /// Runs a command that has to end well.
    ///
    /// - Returns: what it wrote.
    /// - Throws: as `said`, and what `SlurmWords.error` makes of what it said.
    func run(_ name: String, _ arguments: [String]) async throws(PlatformError) -> String {
        let said = try await said(name, arguments)
        if said.code != 0 { throw SlurmWords.error(name, said.errorText + said.text) }
        return said.text
    }

    // MARK: questions

    /// What the cluster has.
    func facts(partition: String?) async throws(PlatformError) -> SlurmFacts {
        let partitions = SlurmRecord.all(in: try await run("scontrol", ["show", "partitions", "-o"]))
            .compactMap { SlurmPartition($0) }
        let nodes = SlurmRecord.all(in: try await run("scontrol", ["show", "nodes", "-o"])).compactMap { SlurmNode($0) }
        let lines = try await run("scontrol", ["show", "config"]).split(separator: "\n")
        let books = lines.first { $0.hasPrefix("AccountingStorageType") }
        guard let books, !partitions.isEmpty else {
            throw PlatformError(
                .broken, "What the cluster says about itself cannot be read.", subject: "scontrol",
                detail: "\(partitions.count) partitions, \(lines.count) lines of configuration")
        }
        return try SlurmFacts(
            partitions: partitions, nodes: nodes, wanted: partition, hasAccounting: !books.hasSuffix("/none"))
    }
}
