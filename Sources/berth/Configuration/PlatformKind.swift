import BerthContainers
import BerthDocument
import BerthJupyter
import BerthJupyterHub
import BerthKubernetes
import BerthModel
import BerthOpenStack
import BerthPlatform
import BerthPython
import BerthRemote
import BerthScripted
import BerthSlurm
import BerthWES
import BerthWorkflows

/// A kind of platform that this program knows.
struct PlatformKind: Sendable {
    let settings: any PlatformSettings.Type

    /// The only list of them, in the order of their words.
    static let all: [PlatformKind] = [
        PlatformKind(settings: ContainerSettings.self),
        PlatformKind(settings: JupyterSettings.self),
        PlatformKind(settings: JupyterHubSettings.self),
        PlatformKind(settings: KubernetesSettings.self),
        PlatformKind(settings: OpenStackSettings.self),
        PlatformKind(settings: PythonSettings.self),
        PlatformKind(settings: RemoteSettings.self),
        PlatformKind(settings: ScriptedSettings.self),
        PlatformKind(settings: SlurmSettings.self),
        PlatformKind(settings: WESSettings.self),
        PlatformKind(settings: WorkflowSettings.self),
    ]

    /// What runs tasks when nobody says what.
    static let standard = PlatformConfiguration(ContainerSettings())

    static subscript(word: String) -> PlatformKind? { all.first { $0.word == word } }

    /// What stands for it in a configuration.
    var word: String { settings.kind }

    var summary: String { settings.summary }

    /// The keys of a platform of this kind, beside `kind`.
    var outline: Outline { Self.outline(of: settings) }

    /// What the keys are when nothing is said.
    var defaults: Document { settings.init().document(for: .yaml) }

    private static func outline<Settings: PlatformSettings>(of: Settings.Type) -> Outline { Settings.shape.outline }
}
