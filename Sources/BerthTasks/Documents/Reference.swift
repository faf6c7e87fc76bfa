import BerthDocument

/// What a document of a workflow refers to.
struct Reference: Sendable, Hashable {
    enum Use: Sendable, Hashable {
        /// Another document that is run as a step.
        case process
        /// Another document whose content stands in its place.
        case content
        /// A file, whatever is in it.
        case file
        /// A file with configuration.
        case configuration
    }

    var use: Use
    var text: String
    /// From one.
    var line: Int?
}
