package import BerthModel

/// What runs notebooks, workflows and containers on the nodes.
package struct SlurmPrograms: Shaped {
    package var jupyter: String?
    package var cwltool: String?
    package var snakemake: String?
    package var bwrap: String?

    package init() {}

    package static let shape = Shape<SlurmPrograms>(
        "SlurmPrograms", "What runs notebooks, workflows and containers on the nodes.",
        [
            Field(
                "jupyter", \.jupyter,
                "Python on the nodes that has Jupyter (nbclient and a kernel), for jupyter-notebook; what python says"
                    + " unless set."),
            Field(
                "cwltool", \.cwltool,
                "Path of cwltool on the nodes, for cwl-workflow; found on their PATH unless set."),
            Field(
                "snakemake", \.snakemake,
                "Path of snakemake on the nodes, for snakemake-workflow; found on their PATH unless set."),
            Field(
                "bwrap", \.bwrap,
                "Path of Bubblewrap on the nodes, for containers; found on their PATH unless set."),
        ])
}
