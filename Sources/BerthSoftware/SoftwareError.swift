/// Why a catalogue of software cannot answer, or a description of software cannot be read.
package struct SoftwareError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// No entry has that identifier.
        case notFound
        /// The service does not answer, and nothing is kept of what it said before.
        case unreachable
        /// It did not answer in time.
        case tooSlow
        /// It wants to be asked later, or has been asked as often as is polite.
        case tooBusy
        /// The address stands for something inside this site, or is none of http and https.
        case addressRefused
        /// More bytes than are read.
        case tooLarge
        /// The address leads to other addresses without an end.
        case tooManyRedirects
        /// What came back is not what such a service answers.
        case brokenReply
        /// The description is not JSON; the message names the line.
        case notReadable
        /// It is JSON, and describes no software.
        case notSoftware
        /// The archive is damaged, or compressed in a way that is not read here.
        case badArchive
        /// A file or folder of this machine cannot be read.
        case cannotRead
        /// A setting of the catalogue cannot be meant.
        case badSettings
    }

    package var code: Code
    /// What is wrong and what would be right, in one sentence.
    package var message: String
    /// The file, the URL without secrets, or the entry that it is about.
    package var subject: String?
    package var cause: String?
    /// After how many seconds the service wants to be asked again.
    package var retryAfterSeconds: Int64?

    package init(
        _ code: Code, _ message: String, subject: String? = nil, cause: String? = nil,
        retryAfterSeconds: Int64? = nil
    ) {
        self.code = code
        self.message = message
        self.subject = subject
        self.cause = cause
        self.retryAfterSeconds = retryAfterSeconds
    }

    package var description: String { message + (cause.map { " (\($0))" } ?? "") }
}
