import BerthBroker
import BerthModel
import BerthRegistry

extension Command {
    static let registryKind = CommandOption(
        "kind", .words(RegistryKind.allCases.map(\.rawValue)),
        "The kind of the registry at URL; guessed from it unless given.")

    static let registrySearch = Command(
        "registry search", "List the execution brokers that a registry knows; nothing is asked of them.",
        discussion: [
            "Without a URL the registries of the configuration are asked. What berth serve would do with each service "
                + "is said beside it, and why."
        ],
        arguments: [
            CommandArgument(
                "URL", .text, isOptional: true, "A TAP service with the tables of RegTAP, or an OAI-PMH interface.")
        ],
        options: [registryKind, .config] + CommandOption.everywhere,
        examples: [
            ("berth registry search", "What the registries of the configuration list."),
            ("berth registry search https://reg.example.org/tap", "What another registry lists."),
        ]
    ) { invocation, surroundings in
        let file = try ConfigurationFile.read(named: invocation.text(.config), surroundings)
        let configuration = file?.configuration ?? Configuration()
        let registries = try registries(invocation, configuration)
        var rules = RunningBroker.rules(configuration, own: configuration.publicURL.map { [$0] } ?? [])
        for registry in registries { rules.registries[registry.name] = registry }
        var isWell = true
        var table = Table(columns: [
            .init("registry"), .init("identifier"), .init("URL"), .init("title", yields: true), .init("asked"),
        ])
        for registry in registries {
            do throws(RegistryError) {
                let listing = try await RegistryReader(registry).listing()
                for service in listing?.services ?? [] {
                    let objection = rules.objection(to: service, from: registry.name)
                    table.rows.append([
                        registry.name, service.ivoid.printable, service.url.printable, (service.title ?? "").printable,
                        objection.map { "no: \($0)".printable } ?? "yes",
                    ])
                }
                if listing?.isWhole == false {
                    surroundings.console.note("\(registry.name) lists more than is read of it.")
                }
                if listing?.services.isEmpty ?? true {
                    surroundings.console.note("\(registry.name) lists no execution broker.")
                }
            } catch {
                isWell = false
                surroundings.console.complain(error.description)
            }
        }
        if !table.rows.isEmpty {
            for line in table.lines(most: nil) { surroundings.console.print(line) }
        }
        return isWell ? .success : .silence
    }

    private static func registries(
        _ invocation: Invocation, _ configuration: Configuration
    ) throws(ProgramError) -> [RegistrySettings] {
        guard let url = invocation.arguments.first else {
            if configuration.registries.isEmpty {
                throw ProgramError(
                    .usage, "Name the URL of a registry, or write registries into the configuration.", subject: "URL")
            }
            return configuration.registries
        }
        var registry = RegistrySettings()
        registry.url = url
        let looksLikeOAI = url.lowercased().contains("oai")
        registry.kind =
            invocation.text(registryKind).flatMap { RegistryKind(rawValue: $0) }
            ?? (looksLikeOAI ? .oai : .regtap)
        do throws(RegistryError) {
            try registry.check()
        } catch {
            throw ProgramError(.usage, error.message, subject: "URL")
        }
        return [registry]
    }

    static let registryRecord = Command(
        "registry record", "Print the record that this service publishes, as its configuration makes it.",
        discussion: [
            "A running service has it at /registry/record.xml, and for harvesters at /registry/oai. The key publish of "
                + "the configuration says what is in it."
        ],
        options: [.config, stateFolder] + CommandOption.everywhere,
        examples: [("berth registry record > record.xml", "A file for a registry that takes records by hand.")]
    ) { invocation, surroundings in
        let settings = try ServeSettings(invocation, surroundings)
        var url =
            settings.configuration.publicURL
            ?? settings.listen.url(isSecure: settings.configuration.tls.certificate != nil)
        while url.hasSuffix("/") { url.removeLast() }
        guard
            let record = RunningBroker.record(
                settings, publicURL: url, now: surroundings.now(), keeps: false)
        else {
            throw ProgramError(
                .badConfiguration, "Nothing is published; write the key publish into the configuration.",
                subject: "publish")
        }
        if settings.configuration.publicURL == nil {
            surroundings.console.note("publicURL is not set; nobody else can reach \(url).")
        }
        surroundings.console.write(.output, Array(record.document.utf8))
        return .success
    }
}
