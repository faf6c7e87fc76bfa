import BerthDocument
import BerthModel
import BerthPlatform

/// What is known of a workflow once its documents have been read.
struct ReadWorkflow: Sendable, Hashable {
    enum Content: Sendable, Hashable {
        case cwl(CWLFacts)
        case snakemake(SnakefileFacts)
    }

    var address: WorkflowAddress
    /// The first document first.
    var files: [WorkflowFile]
    var content: Content
}

/// Why a workflow could not be read.
enum ReadingFault: Error {
    /// Never empty.
    case obstacles([Obstacle])
    /// Nobody's mistake but the site's: it may be better later.
    case silence(PlatformError)

    init(_ template: String, _ values: NamedTexts = [:], rung: Obstacle.Rung = .contradictory) {
        self = .obstacles([
            Obstacle(rung, DocumentFetcher.path, "{path}: " + template, values)
        ])
    }
}
