import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform
import Glibc

extension SlurmPlatform {
    /// How much longer than it has to be a reservation is: what a step may take more than estimated.
    private static let spareSeconds: Int64 = 180

    /// Has Slurm keep the cores of a plan free until its offer ends and its job is over, where it can.
    ///
    /// - Parameters:
    ///   - node: where Slurm would begin it.
    ///   - start: when its job can begin.
    /// - Returns: why it is not held; `nil` when it is.
    /// - Throws: what commands throw, but for a no of Slurm.
    func hold(
        _ plan: inout Plan, _ question: Question, on node: String, from start: Instant, _ facts: SlurmFacts
    ) async throws(PlatformError) -> String? {
        var details = try plan.details(as: SlurmPlan.self)
        // A reservation has cores; Slurm would give the rest to others.
        if !details.gres.isEmpty { return "what is counted by name cannot be reserved" }
        let held = settings.holdSeconds
        let reservation = SlurmReservation(
            name: SlurmReservation.name(of: plan, at: question.now, instance: settings.instance),
            partition: facts.partition.name, node: node, cores: max(1, plan.demand[.cores]),
            aheadSeconds: (start - question.now).secondsRoundedUp, seconds: held + details.seconds + Self.spareSeconds,
            idleSeconds: held + Self.spareSeconds, user: geteuid())
        do throws(PlatformError) { try await commands.make(reservation) } catch {
            if error.code == .refused { return SlurmWords.reservation(error.detail ?? error.message) }
            throw error
        }
        details.reservation = reservation.name
        plan.details = details.document(for: .json)
        plan.heldUntil = question.now + TimeSpan(seconds: held)
        plan.availableFrom = start
        return nil
    }

    /// Takes back what is held for plans that nobody wants.
    func letGo(_ plans: [Plan]) async {
        for plan in plans {
            if let name = reservation(of: plan) { await commands.letGo(name, tries: 3) }
        }
    }

    /// The reservation of a plan; `nil` for one that is not held.
    func reservation(of plan: Plan) -> String? {
        (try? plan.details(as: SlurmPlan.self))?.reservation
    }
}
