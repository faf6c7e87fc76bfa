import BerthHost
import BerthModel
import BerthPlatform
import Synchronization

/// The jobs of this instance: one list for all who wait, again and again as long as somebody does.
final class JobWatch: Sendable {
    typealias Jobs = [UUID: SlurmJob]

    private let instance: String
    private let look: NextLook<String, Jobs>
    private let files: DirectoryWatch?
    /// Sessions whose only job was seen to have ended.
    private let over = Mutex<Set<UUID>>([])

    init(_ commands: SlurmCommands, _ settings: SlurmSettings) {
        instance = settings.instance
        look = NextLook("the jobs", every: .seconds(settings.pollSeconds)) { instance async throws(PlatformError) in
            JobWatch.sorted(try await commands.jobs(), instance: instance)
        }
        files = try? DirectoryWatch()
    }

    /// The next list: its making begins after the call. Of two jobs of one session the first counts.
    ///
    /// - Throws: `unreachable`, `broken`, `cancelled`.
    func jobs() async throws(PlatformError) -> Jobs { try await look.next(instance) }

    /// The next list is made soon: there is a sign that it would say something new.
    func hurry() { look.hurry() }

    /// Has the list made soon whenever something comes into a directory, until `stop`. That is seen where the node of
    /// the job is this machine; what others do to a file system that they share tells nobody here, and the list is
    /// then made in its time.
    func hurry(after directory: String) -> DirectoryWatch.Token? {
        try? files?.watch(directory) { [look] in look.hurry() }
    }

    func stop(_ token: DirectoryWatch.Token?) {
        if let token { files?.stop(token) }
    }

    // MARK: ends

    func isOver(_ session: UUID) -> Bool { over.withLock { $0.contains(session) } }

    func end(_ session: UUID) { over.withLock { _ = $0.insert(session) } }

    func forget(_ session: UUID) { over.withLock { _ = $0.remove(session) } }

    static func sorted(_ jobs: [SlurmJob], instance: String) -> Jobs {
        var found: Jobs = [:]
        for job in jobs {
            guard let session = JobName.session(job.name, instance: instance) else { continue }
            if let known = found[session], known.number < job.number { continue }
            found[session] = job
        }
        return found
    }
}
