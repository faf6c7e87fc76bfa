package import BerthPlatform

extension KubernetesSettings: PlatformSettings {
    package static let kind = "kubernetes"
    package static let summary = "Containers as Jobs of a Kubernetes cluster, through its API."
    package static var abilities: Abilities { KubernetesPlatform.abilities }

    package func platform(on host: PlatformHost) throws(PlatformError) -> any Platform {
        var settings = self
        settings.stateDirectory = stateDirectory ?? host.stateDirectory + "/" + Self.kind
        return try KubernetesPlatform(settings)
    }
}
