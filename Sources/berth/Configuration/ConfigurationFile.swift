import BerthDocument
import BerthModel

/// A configuration that was read from a file.
struct ConfigurationFile: Sendable {
    var path: String
    var configuration: Configuration

    /// Reads the file that is named, else the first that is there.
    ///
    /// - Parameters:
    ///   - named: by the option or the environment.
    ///   - tellsAbsences: files and folders that are named and not there are problems, too.
    /// - Returns: nil when nobody names one and none is there.
    /// - Throws: `cannotRead`, `badInput`, `badConfiguration` with every problem and its line.
    static func read(
        named: String?, _ surroundings: Surroundings, tellsAbsences: Bool = false
    ) throws(ProgramError) -> ConfigurationFile? {
        guard let path = path(named: named, surroundings) else { return nil }
        return try ConfigurationFile(reading: try LocalFile.read(path), from: path, tellsAbsences: tellsAbsences)
    }

    /// Where the configuration is.
    static func path(named: String?, _ surroundings: Surroundings) -> String? {
        if let path = named ?? surroundings.environment("BERTH_CONFIG"), !path.isEmpty { return path }
        return surroundings.places.configurationFiles.first { LocalFile.exists($0) }
    }

    init(reading bytes: [UInt8], from path: String, tellsAbsences: Bool = false) throws(ProgramError) {
        self.path = path
        let document = try Self.document(bytes, path)
        var problems: [Problem]
        (configuration, problems) = Configuration.reading(document, from: .yaml)
        problems += ConfigurationCheck.problems(of: configuration, in: document)
        // What could not be read is missing: the parts would be asked about something else than was written.
        if problems.isEmpty { problems = ConfigurationCheck.problemsOfParts(configuration) }
        if problems.isEmpty, tellsAbsences { problems = ConfigurationCheck.absences(of: configuration) }
        if !problems.isEmpty { throw Self.unusable(problems, document, bytes, path) }
    }

    /// Every problem with its line, and what may have been meant.
    static func unusable(
        _ problems: [Problem], _ document: Document, _ bytes: [UInt8], _ path: String
    ) -> ProgramError {
        let names = MemberNames(Configuration.type, in: document) { PlatformKind[$0]?.outline }
        let lines = ProblemLines.lines(
            problems.map { names.withGuess($0, noun: "key") }, in: path, SourceMap(bytes, .yaml))
        return ProgramError(
            .badConfiguration,
            (["The configuration cannot be used:"] + lines.map { "  \($0)" }).joined(separator: "\n"),
            subject: path)
    }

    /// The document of a file; a file of comments alone says nothing, which is fine.
    static func document(_ bytes: [UInt8], _ path: String) throws(ProgramError) -> Document {
        do throws(DocumentError) {
            return try Document.read(bytes, as: .yaml)
        } catch {
            if error.code == .empty { return .map([:]) }
            let place = error.position.map { ":\($0.line):\($0.column)" } ?? ""
            throw ProgramError(
                .badConfiguration, "The configuration cannot be read:\n  \(path)\(place): \(error.message)",
                subject: path, cause: error.cause)
        }
    }
}
