package import BerthPlatform

extension KubernetesSettings: StateKeepingSettings {
    package static let kind = "kubernetes"
    package static let summary = "Containers and notebooks as Jobs of a Kubernetes cluster, through its API."
    package static var abilities: Abilities { KubernetesPlatform.abilities }

    package func platform() throws(PlatformError) -> any Platform { try KubernetesPlatform(self) }
}
