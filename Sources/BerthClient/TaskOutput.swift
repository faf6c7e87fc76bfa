/// What a task writes to.
public enum TaskOutput: String, Sendable, Hashable, CaseIterable {
    case stdout, stderr
    /// What there is as a whole at the end, such as a notebook with its outputs.
    case result
}
