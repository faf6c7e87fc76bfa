import BerthModel
package import BerthPlatform

extension SlurmPlatform {
    package static let abilities = Abilities(
        executables: [
            .batchScript, .pythonProgram, .jupyterNotebook, .cwlWorkflow, .snakemakeWorkflow, .dockerContainer,
            .singularityContainer,
        ],
        [
            .holds: .partly(
                "cores, as reservations of Slurm where the site wants it and the broker is an operator; else the start"
                    + " of an offer is Slurm's estimate"),
            .data: .partly("http, https, S3 and IVOA addresses; files of the host where the site lets it"),
            .storage: .partly(
                "directories of a file system that the nodes share; the size is looked at every few seconds"),
            .volumes: .partly("into containers; else storage is found by its name where the job runs"),
            .ports: .no("jobs publish none"),
            .accelerators: .partly("GRES, as gpu or by type as gpu-a100"),
            .output: .partly("as it comes; the notebook with its outputs at the end"),
            .limits: .partly("cores, memory and time as the cluster enforces them; storage by looking"), .prices: .yes,
            .restart: .yes,
        ])
}
