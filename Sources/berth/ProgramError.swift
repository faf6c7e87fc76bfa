/// Why the program did not do what it was asked, when it is not the broker that says so.
struct ProgramError: Error, Sendable, Hashable, CustomStringConvertible {
    enum Code: String, Sendable, Hashable, CaseIterable {
        /// The command line cannot be meant.
        case usage
        /// A file that was handed in is not what it should be.
        case badInput
        /// A file that should be read cannot be.
        case cannotRead
        /// A file that should be written cannot be.
        case cannotWrite
        /// The configuration cannot be meant.
        case badConfiguration
        /// The service cannot be started: its address or its database is in use.
        case cannotStart
        /// Nothing is known under the name that was given.
        case unknownName
        /// A broker has other keys than those that are remembered of it.
        case strangeKey
        /// What the program itself did wrong.
        case broken
    }

    var code: Code
    /// What is wrong and what would be right.
    var message: String
    /// The file, option or name that it is about.
    var subject: String?
    var cause: String?

    init(_ code: Code, _ message: String, subject: String? = nil, cause: String? = nil) {
        self.code = code
        self.message = message
        self.subject = subject
        self.cause = cause
    }

    var description: String { message + (cause.map { " (\($0))" } ?? "") }
}
