import BerthPlatform

/// What the cluster said about itself, remembered for a while; who asks while it is being asked waits for that answer.
actor KnownFacts {
    private typealias Asking = Task<Result<SlurmFacts, PlatformError>, Never>

    private let commands: SlurmCommands
    private let partition: String?
    private let life: Duration
    private var known: (asking: Asking, begin: ContinuousClock.Instant)?

    init(_ commands: SlurmCommands, _ settings: SlurmSettings) {
        self.commands = commands
        partition = settings.partition
        life = .seconds(settings.factsSeconds)
    }

    /// - Throws: as `SlurmCommands.facts`; the next who asks then asks anew.
    func facts() async throws(PlatformError) -> SlurmFacts {
        let asking = current()
        let result = await asking.value
        if case .failure = result, known?.asking == asking { known = nil }
        return try result.get()
    }

    private func current() -> Asking {
        if let known, ContinuousClock.now - known.begin < life { return known.asking }
        let (commands, partition) = (commands, partition)
        let asking = Asking {
            do throws(PlatformError) { return .success(try await commands.facts(partition: partition)) } catch {
                return .failure(error)
            }
        }
        known = (asking, ContinuousClock.now)
        return asking
    }
}
