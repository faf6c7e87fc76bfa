/// What `MirrorsTests` passes over, and why. These lists may only become shorter.
enum Exemptions {
    /// Tests of what several files of a room do together, and of what.
    static let acrossFiles: [String: String] = [
        "Tests/BerthHTTPTests/Server/StressTests.swift": "many connections at the same time",
        "Tests/BerthModelTests/Shape/RoundTripTests.swift": "every shaped type, in three syntaxes",
        "Tests/BerthModelTests/WireTests.swift": "documents as others write them",
        "Tests/BerthReservationsTests/ExhaustiveTests.swift": "every small case there is",
        "Tests/BerthReservationsTests/TimelineAgainstReferenceTests.swift": "timelines beside a simple one",
        "Tests/BerthSchemasTests/ExamplesTests.swift": "examples/ and schemas/",
        "Tests/BerthServiceTests/BadInputTests.swift": "every kind of bad input, through a socket",
        "Tests/BerthStorageTests/Durability/KillTests.swift": "a store whose process is killed",
        "Tests/Platforms/ContainersTests/Asking/AskingTests.swift": "what a site of containers answers",
    ]

    /// Sources that only their reader, their type or a real engine reaches: each with the tests that take it there.
    static let testedThrough: [String: String] = {
        var sources: [String: String] = [:]
        for (test, through) in groups {
            for source in through { sources["Sources/" + source] = "Tests/" + test }
        }
        return sources
    }()

    private static let groups: [(test: String, sources: [String])] = [
        (
            "BerthDocumentTests/JSON/JSONReaderTests.swift",
            [
                "BerthDocument/JSON/JSONScanner.swift"
            ]
        ),
        (
            "BerthDocumentTests/SourceMapTests.swift",
            [
                "BerthDocument/Places/PlaceRecorder.swift"
            ]
        ),
        (
            "BerthDocumentTests/XML/XMLReaderTests.swift",
            [
                "BerthDocument/XML/XMLWalk.swift"
            ]
        ),
        (
            "BerthDocumentTests/XML/XMLWriterTests.swift",
            [
                "BerthDocument/XML/XMLMark.swift"
            ]
        ),
        (
            "BerthDocumentTests/DocumentLimitsTests.swift",
            [
                "BerthDocument/XML/XMLTags.swift"
            ]
        ),
        (
            "BerthModelTests/Shape/RoundTripTests.swift",
            [
                "BerthModel/Answers/Option.swift",
                "BerthModel/Components/ComputeResource.swift",
                "BerthModel/Components/Executable.swift",
                "BerthModel/Components/Quote.swift",
                "BerthModel/Components/StorageResource.swift",
                "BerthModel/Shape/Family.swift",
            ]
        ),
        (
            "BerthModelTests/Shape/ModelReaderTests.swift",
            [
                "BerthModel/Shape/Shaped+ModelValue.swift",
                "BerthModel/Values/Values+ModelValue.swift",
            ]
        ),
        (
            "BerthModelTests/Validation/ExecutionRequest+ValidationTests.swift",
            [
                "BerthModel/Validation/RequestNames.swift",
                "BerthModel/Validation/RequestValidation.swift",
                "BerthModel/Validation/RequestValidation+Components.swift",
            ]
        ),
        (
            "BerthModelTests/Values/InstantTests.swift",
            [
                "BerthModel/Values/TimeScanner.swift"
            ]
        ),
        (
            "BerthDataTests/Staging/StagerTests.swift",
            [
                "BerthData/Staging/DataSource.swift",
                "BerthData/Transfer/Transfer.swift",
            ]
        ),
        (
            "Kits/ConformanceKitTests/StoreConformanceTests.swift",
            [
                "Kits/ConformanceKit/Violations.swift"
            ]
        ),
        (
            "Kits/SimulationKitTests/SimulatedWorldTests.swift",
            [
                "Kits/SimulationKit/SimulatedScheduler.swift"
            ]
        ),
        (
            "ConformanceTests/StoreConformanceTests.swift",
            [
                "BerthBroker/Store/MemoryStore.swift"
            ]
        ),
        (
            "SimulationTests/AskingTests.swift",
            [
                "BerthBroker/Asking/Asked.swift", "BerthBroker/Asking/Asked+Offers.swift",
                "BerthBroker/Asking/Asked+Refusal.swift",
                "BerthBroker/Asking/Broker+Asking.swift",
                "BerthBroker/Asking/Broker+Gathering.swift",
            ]
        ),
        (
            "SimulationTests/SnapshottingTests.swift",
            [
                "BerthBroker/Snapshots/Broker+Snapshots.swift"
            ]
        ),
        (
            "SimulationTests/RepeatingTests.swift",
            [
                "BerthBroker/Asking/Broker+Repeating.swift"
            ]
        ),
        (
            "SimulationTests/DecidingTests.swift",
            [
                "BerthBroker/Sessions/Broker+Updating.swift"
            ]
        ),
        (
            "SimulationTests/RunningTests.swift",
            [
                "BerthBroker/Broker.swift",
                "BerthBroker/Running/Broker+Running.swift",
                "BerthBroker/Running/SessionRun.swift",
                "BerthBroker/Running/SessionRunner.swift",
                "Kits/SimulationKit/SimulatedPlatform.swift",
            ]
        ),
        (
            "SimulationTests/StartingTests.swift",
            [
                "BerthBroker/Running/Broker+Aligning.swift",
                "BerthBroker/Running/Broker+Starting.swift",
            ]
        ),
        (
            "Platforms/ContainersTests/Asking/AskingTests.swift",
            [
                "Platforms/Containers/Asking/ContainerPlatform+Asking.swift",
                "Platforms/Containers/Asking/Question+Policy.swift",
            ]
        ),
        (
            "BerthReservationsTests/Structure/UsageTreeTests.swift",
            [
                "BerthReservations/Structure/Array+Stretches.swift", "BerthReservations/Structure/InnerPool.swift",
                "BerthReservations/Structure/LeafPool.swift",
            ]
        ),
        (
            "BerthHostTests/Programs/CommandTests.swift",
            [
                "BerthHost/Programs/CommandRun.swift", "BerthHost/Programs/Pipe.swift",
                "BerthHost/Programs/Spawn.swift",
            ]
        ),
        (
            "BerthHostTests/Running/ProgramHostTests.swift",
            [
                "BerthHost/Logs/LogShelf.swift",
                "BerthHost/Staging/HostStorage.swift",
            ]
        ),
        (
            "Platforms/WorkflowsTests/Documents/WorkflowReadingTests.swift",
            [
                "Platforms/Workflows/Documents/DocumentFetcher.swift",
                "Platforms/Workflows/Documents/FetchedDocument.swift",
            ]
        ),
        (
            "IntegrationTests/Workflows/WorkflowRunningTests.swift",
            [
                "Platforms/Workflows/Asking/WorkflowPlatform+Asking.swift",
                "Platforms/Workflows/Documents/WorkflowShelf.swift",
                "Platforms/Workflows/Running/WorkflowPlatform+Running.swift",
                "Platforms/Workflows/WorkflowPlatform+Findings.swift",
            ]
        ),
        (
            "IntegrationTests/Containers/StagingTests.swift",
            [
                "BerthHost/Staging/HostStorage+Asking.swift"
            ]
        ),
        (
            "Platforms/SlurmTests/Cluster/SlurmFactsTests.swift",
            [
                "Platforms/Slurm/Cluster/SlurmNode.swift",
                "Platforms/Slurm/Cluster/SlurmPartition.swift",
            ]
        ),
        (
            "IntegrationTests/Slurm/SlurmLoopTests.swift",
            [
                "Platforms/Slurm/SlurmPlatform+Findings.swift",
                "Platforms/Slurm/Cluster/KnownFacts.swift",
                "Platforms/Slurm/Cluster/SlurmCommands.swift",
                "Platforms/Slurm/Running/SlurmPlatform+Ending.swift",
                "Platforms/Slurm/Running/SlurmPlatform+Preparing.swift",
                "Platforms/Slurm/Running/SlurmPlatform+Running.swift",
            ]
        ),
        (
            "IntegrationTests/Jupyter/JupyterAskingTests.swift",
            [
                "Platforms/Jupyter/Asking/JupyterPlatform+Asking.swift",
                "Platforms/Jupyter/JupyterPlatform+Findings.swift",
                "Platforms/Jupyter/Kernels/JupyterInstallation.swift",
            ]
        ),
        (
            "IntegrationTests/Jupyter/JupyterRunningTests.swift",
            [
                "Platforms/Jupyter/Running/JupyterPlatform+Ending.swift",
                "Platforms/Jupyter/Running/JupyterPlatform+Preparing.swift",
                "Platforms/Jupyter/Running/JupyterPlatform+Running.swift",
            ]
        ),
        (
            "IntegrationTests/Containers/RunningTests.swift",
            [
                "Platforms/Containers/ContainerPlatform+Findings.swift",
                "Platforms/Containers/Engine/DockerEngine.swift",
                "Platforms/Containers/Engine/DockerEngine+Containers.swift",
                "Platforms/Containers/Engine/DockerEngine+Images.swift",
                "Platforms/Containers/Engine/PlatformError+Engine.swift",
                "Platforms/Containers/Logs/LogFollowers.swift",
                "Platforms/Containers/Running/ContainerPlatform+Configuration.swift",
                "Platforms/Containers/Running/ContainerPlatform+Ending.swift",
                "Platforms/Containers/Running/ContainerPlatform+Preparing.swift",
                "Platforms/Containers/Running/ContainerPlatform+Running.swift",
            ]
        ),
    ]
}
