import BerthModel
package import BerthPlatform

extension KubernetesPlatform {
    package static let abilities = Abilities(
        executables: [.dockerContainer, .jupyterNotebook],
        [
            .holds: .no("others use the cluster as well; an offer says whether a node has room now"),
            .data: .partly("http and https addresses, fetched by an image that the site names; none without one"),
            .storage: .partly("emptyDir, whose size the nodes watch, or claims of a StorageClass"), .volumes: .yes,
            .ports: .partly(
                "as a Service inside the cluster or on the nodes, where the site lets it; a notebook server, opened"
                    + " with its own token"),
            .accelerators: .partly("extended resources: nvidia.com/gpu as gpu or nvidia-com-gpu"),
            .output: .partly(
                "both outputs as one, which is how the cluster keeps them; the notebook with its outputs at the end"),
            .limits: .yes,
            .prices: .yes, .restart: .yes,
        ])
}
