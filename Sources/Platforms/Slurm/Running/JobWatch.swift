import BerthHost
import BerthModel
import BerthPlatform

/// The jobs of this instance: one list for all who wait, again and again as long as somebody does.
struct JobWatch: Sendable {
    typealias Jobs = [UUID: SlurmJob]

    private let instance: String
    private let look: NextLook<String, Jobs>

    init(_ commands: SlurmCommands, _ settings: SlurmSettings) {
        instance = settings.instance
        look = NextLook("the jobs", every: .seconds(settings.pollSeconds)) { instance async throws(PlatformError) in
            JobWatch.sorted(try await commands.jobs(), instance: instance)
        }
    }

    /// The next list: its making begins after the call. Of two jobs of one session the first counts.
    ///
    /// - Throws: `unreachable`, `broken`, `cancelled`.
    func jobs() async throws(PlatformError) -> Jobs { try await look.next(instance) }

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
