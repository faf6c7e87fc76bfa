package import BerthModel
package import BerthPlatform

/// A Slurm platform whose offers are held as reservations, where Slurm lets the broker make them: it is asked once for
/// each question, and told what nobody wants.
package struct HoldingSlurmPlatform: LogProviding, OrphanFinding, OfferHolding, SelfChecking {
    package let slurm: SlurmPlatform

    package init(_ slurm: SlurmPlatform) {
        self.slurm = slurm
    }

    package var profile: PlatformProfile { slurm.profile }

    package func canIDoThis(_ question: Question) async -> Answer { await slurm.canIDoThis(question) }

    package func giveBack(_ plans: [Plan]) async { await slurm.letGo(plans) }

    package func prepare(_ part: Part, of work: Work) async throws(PlatformError) -> Progress {
        try await slurm.prepare(part, of: work)
    }

    package func start(_ work: Work) async throws(PlatformError) -> Progress { try await slurm.start(work) }

    package func observe(_ work: Work, after seen: WorkState?) async throws(PlatformError) -> WorkState {
        try await slurm.observe(work, after: seen)
    }

    package func cancel(_ work: Work) async throws(PlatformError) { try await slurm.cancel(work) }

    package func release(_ part: Part, of work: Work) async throws(PlatformError) {
        try await slurm.release(part, of: work)
    }

    package func releaseOrphans(keeping sessions: Set<UUID>) async throws(PlatformError) -> [UUID] {
        try await slurm.releaseOrphans(keeping: sessions)
    }

    package func log(
        _ stream: LogStream, of work: Work, from offset: Int64, limit: Int, waiting: Bool
    ) async throws(PlatformError) -> LogPiece {
        try await slurm.log(stream, of: work, from: offset, limit: limit, waiting: waiting)
    }

    package func forget(_ session: UUID) async { await slurm.forget(session) }

    package func findings() async -> [Finding] { await slurm.findings() }
}
