import BerthDocument
import BerthModel
import BerthPlatform
import Synchronization

/// The records of all sessions, in memory, and in a file each when they are to outlive the program.
final class ThingShelf: Sendable {
    private let directory: String?
    private let things: Mutex<[UUID: ScriptedThing]>

    /// - Throws: `broken` when what is in the directory cannot be read.
    init(directory: String?) throws(PlatformError) {
        self.directory = directory
        var found: [UUID: ScriptedThing] = [:]
        if let directory {
            try Files.makeDirectory(directory)
            for name in Files.names(in: directory) where name.hasSuffix(ThingShelf.ending) {
                guard let session = UUID(String(name.dropLast(ThingShelf.ending.count))) else { continue }
                found[session] = try ThingShelf.read(directory + "/" + name)
            }
        }
        things = Mutex(found)
    }

    private static let ending = ".json"
    /// A record is as long as its parts are many.
    private static let limitBytes = 1 << 20

    private static func read(_ file: String) throws(PlatformError) -> ScriptedThing {
        let bytes = try Files.read(file, from: 0, limit: limitBytes)
        let (thing, problems): (ScriptedThing, [Problem])
        do throws(DocumentError) {
            (thing, problems) = ScriptedThing.reading(try Document.read(bytes, as: .json), from: .json)
        } catch {
            throw PlatformError(
                .broken, "\(file) cannot be read; delete it to forget its session.", subject: file,
                cause: error.message)
        }
        if let problem = problems.first {
            throw PlatformError(
                .broken, "\(file) is no record of a session; delete it to forget its session.", subject: file,
                cause: problem.message)
        }
        return thing
    }

    func thing(_ session: UUID) -> ScriptedThing? { things.withLock { $0[session] } }

    /// The sessions whose records are so, in order.
    func sessions(where isSo: (ScriptedThing) -> Bool) -> [UUID] {
        things.withLock { things in things.filter { isSo($0.value) }.map(\.key) }.sorted()
    }

    /// Changes a record, which is made when there is none, and is on the disk before anybody sees it.
    func change<Result: Sendable>(
        _ session: UUID, _ body: (inout ScriptedThing) throws(PlatformError) -> Result
    ) throws(PlatformError) -> Result {
        try things.withLock { things throws(PlatformError) in
            var thing = things[session] ?? ScriptedThing()
            let before = thing
            let result = try body(&thing)
            if thing != before {
                try keep(thing, session)
                things[session] = thing
            }
            return result
        }
    }

    func forget(_ session: UUID) {
        things.withLock { things in
            things[session] = nil
            if let directory { Files.remove(ThingShelf.file(session, directory)) }
        }
    }

    private func keep(_ thing: ScriptedThing, _ session: UUID) throws(PlatformError) {
        guard let directory else { return }
        let bytes: [UInt8]
        do throws(DocumentError) {
            bytes = try thing.document(for: .json).written(as: .json)
        } catch {
            throw PlatformError(.broken, "The record of \(session) cannot be written.", cause: error.message)
        }
        try Files.write(bytes, to: ThingShelf.file(session, directory))
    }

    private static func file(_ session: UUID, _ directory: String) -> String {
        directory + "/" + session.description + ending
    }
}
