import BerthData
import BerthModel

/// One file of a workflow: what was read when it was asked for is what runs.
struct WorkflowFile: Shaped, Hashable {
    /// Its path below the folder of the workflow.
    var name = ""
    var sha256 = ""

    init() {}

    init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        sha256 = Digest.sha256(of: bytes)
    }

    static let shape = Shape<WorkflowFile>(
        "WorkflowFile", "One file of a workflow.",
        [
            Field("name", \.name, "Its path below the folder of the workflow."),
            Field("sha256", \.sha256, "What its bytes must add up to."),
        ])
}
