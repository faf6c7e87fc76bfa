import BerthBroker
import BerthContainers
import BerthDocument
import BerthJupyter
import BerthKubernetes
import BerthModel
import BerthPlatform
import BerthScripted
import BerthSlurm
import BerthWorkflows

/// The kinds of platform that this program knows: the only list of them.
enum PlatformKind: String, Sendable, CaseIterable {
    case containers
    case jupyter
    case kubernetes
    case scripted
    case slurm
    case workflows

    var summary: String {
        switch self {
        case .containers: "Containers on an engine with the Docker API, Podman or Docker."
        case .jupyter: "Notebooks with the Jupyter of this machine, from the first to the last cell or for people."
        case .kubernetes: "Containers as Jobs of a Kubernetes cluster, through its API."
        case .scripted: "Runs nothing and does what a script says: for trying out, demonstrations and bug reports."
        case .slurm: "Scripts and Python programs as jobs of a Slurm cluster, through its commands."
        case .workflows: "Workflows on this machine: CWL with cwltool, Snakemake with snakemake."
        }
    }

    /// What platforms of this kind can do at all.
    var abilities: Abilities {
        switch self {
        case .containers: ContainerPlatform.abilities
        case .jupyter: JupyterPlatform.abilities
        case .kubernetes: KubernetesPlatform.abilities
        case .scripted: ScriptedPlatform.abilities
        case .slurm: SlurmPlatform.abilities
        case .workflows: WorkflowPlatform.abilities
        }
    }

    /// What runs tasks when nobody says what.
    static let standard = PlatformConfiguration.containers(ContainerSettings())

    /// The keys of a platform of this kind, beside `kind`.
    var outline: Outline {
        switch self {
        case .containers: ContainerSettings.shape.outline
        case .jupyter: JupyterSettings.shape.outline
        case .kubernetes: KubernetesSettings.shape.outline
        case .scripted: ScriptedSettings.shape.outline
        case .slurm: SlurmSettings.shape.outline
        case .workflows: WorkflowSettings.shape.outline
        }
    }

    /// What the keys are when nothing is said.
    var defaults: Document {
        switch self {
        case .containers: ContainerSettings().document(for: .yaml)
        case .jupyter: JupyterSettings().document(for: .yaml)
        case .kubernetes: KubernetesSettings().document(for: .yaml)
        case .scripted: ScriptedSettings().document(for: .yaml)
        case .slurm: SlurmSettings().document(for: .yaml)
        case .workflows: WorkflowSettings().document(for: .yaml)
        }
    }

    func read(_ document: Document, _ reader: inout ModelReader) -> PlatformConfiguration? {
        switch self {
        case .containers: ContainerSettings.read(document, &reader).map { .containers($0) }
        case .jupyter: JupyterSettings.read(document, &reader).map { .jupyter($0) }
        case .kubernetes: KubernetesSettings.read(document, &reader).map { .kubernetes($0) }
        case .scripted: ScriptedSettings.read(document, &reader).map { .scripted($0) }
        case .slurm: SlurmSettings.read(document, &reader).map { .slurm($0) }
        case .workflows: WorkflowSettings.read(document, &reader).map { .workflows($0) }
        }
    }
}

/// One platform of the configuration.
enum PlatformConfiguration: ModelValue {
    case containers(ContainerSettings)
    case jupyter(JupyterSettings)
    case kubernetes(KubernetesSettings)
    case scripted(ScriptedSettings)
    case slurm(SlurmSettings)
    case workflows(WorkflowSettings)

    static var type: ValueType { .any }

    static func read(_ document: Document, _ reader: inout ModelReader) -> PlatformConfiguration? {
        guard case .map(var members) = document else {
            reader.report(
                Problem(
                    gravity: .malformed, code: .wrongType, path: reader.path,
                    message: "\(reader.path): expected a map with a key kind."))
            return nil
        }
        let path = reader.path.appending("kind")
        let names = PlatformKind.allCases.map(\.rawValue)
        guard let word = members["kind"]?.text else {
            reader.report(
                Problem(
                    gravity: .malformed, code: .missingMember, path: path,
                    message: "\(path): this is missing; write one of: \(names.joined(separator: ", "))."))
            return nil
        }
        guard let kind = PlatformKind(rawValue: word) else {
            reader.report(
                Problem(
                    gravity: .malformed, code: .wrongType, path: path,
                    message: "\(path): there is no kind of platform \"\(word)\"; write one of: "
                        + "\(names.joined(separator: ", ")).\(Suggestion.sentence(for: word, among: names))"))
            return nil
        }
        members["kind"] = nil
        return kind.read(.map(members), &reader)
    }

    func write(_ writer: borrowing ModelWriter) -> Document? {
        let (kind, document): (PlatformKind, Document?) =
            switch self {
            case .containers(let settings): (.containers, settings.write(writer))
            case .jupyter(let settings): (.jupyter, settings.write(writer))
            case .kubernetes(let settings): (.kubernetes, settings.write(writer))
            case .scripted(let settings): (.scripted, settings.write(writer))
            case .slurm(let settings): (.slurm, settings.write(writer))
            case .workflows(let settings): (.workflows, settings.write(writer))
            }
        guard case .map(let members)? = document else { return nil }
        return .map(
            DocumentMembers(uniqueMembers: [.init(name: "kind", value: .text(kind.rawValue))] + members.members))
    }

    var name: String {
        switch self {
        case .containers(let settings): settings.name
        case .jupyter(let settings): settings.name
        case .kubernetes(let settings): settings.name
        case .scripted(let settings): settings.name
        case .slurm(let settings): settings.name
        case .workflows(let settings): settings.name
        }
    }

    /// What only the platform knows to be wrong with its keys; nil when nothing is. Nothing is started or made.
    ///
    /// - Parameter place: where it stands in the configuration.
    func problem(at place: DocumentPath) -> Problem? {
        var checked = self
        // What was kept is not looked for.
        if case .scripted(var settings) = self {
            settings.stateDirectory = nil
            checked = .scripted(settings)
        }
        do throws(PlatformError) {
            _ = try checked.made(stateFolder: "/", engine: nil)
            return nil
        } catch {
            let key = error.subject.flatMap { DocumentPath($0) } ?? .root
            let path = DocumentPath(place.steps + key.steps)
            return Problem(
                gravity: .malformed, code: .badText, path: path, message: "\(path): \(error.message)")
        }
    }

    /// The platform itself.
    ///
    /// - Parameter stateFolder: where it keeps its things unless its own keys say so.
    /// - Throws: `badConfiguration`.
    func platform(stateFolder: String, engine: String?) throws(ProgramError) -> any Platform {
        do throws(PlatformError) {
            return try made(stateFolder: stateFolder, engine: engine)
        } catch {
            throw ProgramError(
                .badConfiguration, "The platform \(name): \(error.message)", subject: error.subject,
                cause: error.detail)
        }
    }

    private func made(stateFolder: String, engine: String?) throws(PlatformError) -> any Platform {
        switch self {
        case .containers(var settings):
            if settings.stateDirectory == nil { settings.stateDirectory = stateFolder + "/containers" }
            if let engine { settings.engine = engine }
            return try ContainerPlatform(settings)
        case .jupyter(var settings):
            if settings.stateDirectory == nil { settings.stateDirectory = stateFolder + "/jupyter" }
            return try JupyterPlatform(settings)
        case .kubernetes(var settings):
            if settings.stateDirectory == nil { settings.stateDirectory = stateFolder + "/kubernetes" }
            return try KubernetesPlatform(settings)
        case .scripted(let settings):
            let world = SystemWorld()
            let clock = ScriptedClock(now: { world.now() }, sleep: { await world.sleep(until: $0) })
            return try ScriptedPlatform(settings, clock: clock)
        case .slurm(var settings):
            if settings.stateDirectory == nil { settings.stateDirectory = stateFolder + "/slurm" }
            return try SlurmPlatform(settings)
        case .workflows(var settings):
            if settings.stateDirectory == nil { settings.stateDirectory = stateFolder + "/workflows" }
            return try WorkflowPlatform(settings)
        }
    }
}
