import BerthDocument
import BerthModel

/// The kinds of task that a visitor can begin with, in words of people.
enum TaskKind {
    struct Choice: Sendable {
        var kind: Kind
        var title: String
        var summary: String
    }

    static let choices = [
        Choice(
            kind: .dockerContainer, title: "Container",
            summary: "An image with a program, from a registry: python:3.12, or one of your own."),
        Choice(
            kind: .jupyterNotebook, title: "Notebook",
            summary: "A Jupyter notebook behind an address; it runs, or opens for you to work in."),
        Choice(
            kind: .pythonProgram, title: "Python program", summary: "A program as text or behind an address."),
        Choice(
            kind: .batchScript, title: "Batch script", summary: "A script for the shell of a cluster."),
        Choice(
            kind: .cwlWorkflow, title: "CWL workflow", summary: "A workflow in the Common Workflow Language."),
        Choice(
            kind: .snakemakeWorkflow, title: "Snakemake workflow", summary: "A Snakefile behind an address."),
        Choice(
            kind: .wesWorkflow, title: "Workflow for a workflow service",
            summary: "A workflow for a service that speaks GA4GH WES."),
        Choice(
            kind: .singularityContainer, title: "Singularity container",
            summary: "An image for Singularity or Apptainer."),
    ]

    static func title(of kind: Kind) -> String {
        choices.first { $0.kind == kind }?.title ?? otherTitles[kind] ?? kind.name
    }

    private static let otherTitles: [Kind: String] = [
        .simpleCompute: "Cores and memory", .acceleratedCompute: "With accelerators", .simpleStorage: "Storage",
        .simpleVolume: "Mount", .simpleData: "Data behind a URL", .s3Data: "Object in an S3 store",
        .rucioData: "Data of a Rucio lake", .ivoaData: "Data of the Virtual Observatory", .skaoData: "Data of the SKAO",
        .simpleCost: "Price", .simpleMetric: "Measure",
    ]

    /// What an empty draft of a kind asks for.
    static func request(of kind: Kind) -> Document {
        [
            "executable": ["kind": .text(kind.uri)],
            "compute": [
                "kind": .text(Kind.simpleCompute.uri), "cores": ["min": 1], "memory": ["min": 1],
            ],
        ]
    }
}
