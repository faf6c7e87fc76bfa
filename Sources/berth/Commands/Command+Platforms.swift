import BerthClient
import BerthModel
import BerthPlatform

extension Command {
    static let platforms = Command(
        "platforms", "List what a broker can run tasks on.",
        arguments: [CommandArgument("NAME", .text, isOptional: true, "Only the platform of this name.")],
        options: CommandOption.ofClients,
        examples: [("berth platforms", "How much each has, what is free, what it answered last, whether it is well.")]
    ) { invocation, surroundings in
        let caller = try Caller(invocation, surroundings)
        let list = try await caller.client.platforms()
        var shown = list.value.platforms
        if let name = invocation.arguments.first {
            shown = shown.filter { $0.name == name }
            if shown.isEmpty {
                let names = list.value.platforms.compactMap(\.name)
                throw ProgramError(
                    .unknownName, "There is no platform \(name).\(Suggestion.sentence(for: name, among: names))",
                    subject: name)
            }
        }
        // Who asks for one platform does not ask for registries.
        let registries = invocation.arguments.isEmpty ? list.value.registries : []
        try caller.show(list.document) {
            Listing.lines(shown, surroundings.console, surroundings.time)
                + Listing.lines(registries, surroundings.time)
        }
        return .success
    }

    static let platformsCheck = Command(
        "platforms check", "Ask the engines of a configuration; say what is missing, and what would mend it.",
        arguments: [CommandArgument("NAME", .text, isOptional: true, "Only the platform of this name.")],
        options: [.config, Command.stateFolder, Command.engine] + CommandOption.everywhere,
        examples: [("berth platforms check", "A line for each thing that a platform needs.")]
    ) { invocation, surroundings in
        let settings = try ServeSettings(invocation, surroundings)
        var wanted = settings.configuration.wantedPlatforms
        if let name = invocation.arguments.first {
            let names = wanted.map(\.name)
            wanted = wanted.filter { $0.name == name }
            if wanted.isEmpty {
                throw ProgramError(
                    .unknownName, "There is no platform \(name).\(Suggestion.sentence(for: name, among: names))",
                    subject: name)
            }
        }
        var table = Table(columns: [.init("platform"), .init("needs"), .init("state"), .init("found")])
        var isWell = true
        for configured in wanted {
            for finding in await configured.findings(stateFolder: settings.stateFolder, engine: settings.engine) {
                table.rows.append([
                    configured.name, finding.subject, finding.isWell ? "well" : "MISSING",
                    (finding.found + (finding.remedy.map { "; \($0)" } ?? "")).printable,
                ])
                isWell = isWell && finding.isWell
            }
        }
        for line in table.lines(most: nil) { surroundings.console.print(line) }
        return isWell ? .success : .notWell
    }

    static let platformsDiscover = Command(
        "platforms discover", "Find what could run tasks on this machine; print the configuration for it.",
        options: [well, Command.stateFolder] + CommandOption.everywhere,
        examples: [
            ("berth platforms discover > config.yaml", "A configuration to begin with."),
            ("berth platforms discover --well", "Only what answers now and lacks nothing."),
        ]
    ) { invocation, surroundings in
        var found = EngineDiscovery(environment: surroundings.environment).found
        if invocation.has(well) {
            let folder = invocation.text(Command.stateFolder) ?? surroundings.places.stateFolder
            for index in found.indices where !found[index].configuration.isEmpty {
                found[index].missing = try await missing(of: found[index], stateFolder: folder)
            }
        }
        for line in EngineDiscovery.text(found) { surroundings.console.print(line) }
        return .success
    }

    private static let well = CommandOption("well", "Only what answers now and lacks nothing; the rest in comments.")

    /// What a platform that was found lacks; nil for nothing.
    private static func missing(
        of found: EngineDiscovery.Found, stateFolder: String
    ) async throws(ProgramError) -> String? {
        let text = EngineDiscovery.text([found]).joined(separator: "\n")
        let file = try ConfigurationFile(reading: Array(text.utf8), from: "what was found")
        for configured in file.configuration.platforms {
            for finding in await configured.findings(stateFolder: stateFolder, engine: nil) where !finding.isWell {
                return finding.found.printable
            }
        }
        return nil
    }
}

extension PlatformConfiguration {
    /// What the platform needs, what of it is there and what is missing.
    fileprivate func findings(stateFolder: String, engine: String?) async -> [Finding] {
        do throws(ProgramError) {
            let platform = try platform(stateFolder: stateFolder, engine: engine)
            if let checking = platform as? any SelfChecking { return await checking.findings() }
            return [Finding("platform", "nothing outside is needed")]
        } catch {
            // The others are checked nevertheless.
            return [Finding("configuration", error.message, remedy: "mend the key \(error.subject ?? "")")]
        }
    }
}
