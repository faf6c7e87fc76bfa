import BerthBroker
import BerthDocument
import BerthModel
import BerthPlatform

/// One platform of the configuration.
struct PlatformConfiguration: ModelValue {
    let settings: any PlatformSettings

    init(_ settings: any PlatformSettings) { self.settings = settings }

    var name: String { settings.name }
    private var kind: String { Swift.type(of: settings).kind }

    // MARK: a value of a document

    static var type: ValueType { .any }

    static func == (left: PlatformConfiguration, right: PlatformConfiguration) -> Bool {
        AnyHashable(left.settings) == AnyHashable(right.settings)
    }

    func hash(into hasher: inout Hasher) { hasher.combine(AnyHashable(settings)) }

    static func read(_ document: Document, _ reader: inout ModelReader) -> PlatformConfiguration? {
        guard case .map(var members) = document else {
            reader.report(
                Problem(
                    gravity: .malformed, code: .wrongType, path: reader.path,
                    message: "\(reader.path): expected a map with a key kind."))
            return nil
        }
        let path = reader.path.appending("kind")
        let names = PlatformKind.all.map(\.word)
        guard let word = members["kind"]?.text else {
            reader.report(
                Problem(
                    gravity: .malformed, code: .missingMember, path: path,
                    message: "\(path): this is missing; write one of: \(names.joined(separator: ", "))."))
            return nil
        }
        guard let kind = PlatformKind[word] else {
            reader.report(
                Problem(
                    gravity: .malformed, code: .wrongType, path: path,
                    message: "\(path): there is no kind of platform \"\(word)\"; write one of: "
                        + "\(names.joined(separator: ", ")).\(Suggestion.sentence(for: word, among: names))"))
            return nil
        }
        members["kind"] = nil
        guard let settings: any PlatformSettings = kind.settings.read(.map(members), &reader) else { return nil }
        return PlatformConfiguration(settings)
    }

    func write(_ writer: borrowing ModelWriter) -> Document? {
        guard case .map(let members)? = settings.write(writer) else { return nil }
        return .map(DocumentMembers(uniqueMembers: [.init(name: "kind", value: .text(kind))] + members.members))
    }

    // MARK: the platform

    /// What only the platform knows to be wrong with its keys; nil when nothing is. Nothing is started or made.
    ///
    /// - Parameter place: where it stands in the configuration.
    func problem(at place: DocumentPath) -> Problem? {
        do throws(PlatformError) {
            try settings.check()
            return nil
        } catch {
            let key = error.subject.flatMap { DocumentPath($0) } ?? .root
            let path = DocumentPath(place.steps + key.steps)
            return Problem(
                gravity: .malformed, code: .badText, path: path, message: "\(path): \(error.message)")
        }
    }

    /// The platform itself.
    ///
    /// - Parameter stateFolder: where it keeps its things unless its own keys say so.
    /// - Throws: `badConfiguration`.
    func platform(stateFolder: String, engine: String?) throws(ProgramError) -> any Platform {
        let world = SystemWorld()
        let host = PlatformHost(
            stateDirectory: stateFolder, engine: engine, now: { world.now() },
            sleepUntil: { await world.sleep(until: $0) })
        do throws(PlatformError) {
            return try settings.platform(on: host)
        } catch {
            throw ProgramError(
                .badConfiguration, "The platform \(name): \(error.message)", subject: error.subject,
                cause: error.detail)
        }
    }
}
