import BerthData
import BerthDocument
import BerthModel
import BerthPlatform

/// Cores of a node that Slurm keeps free for the job of one plan. Source: scontrol(1), *reservations*.
///
/// Slurm takes it away by itself when nothing runs in it for `idleSeconds`, so that none is left of a broker that was
/// killed.
struct SlurmReservation: Sendable, Hashable {
    var name: String
    var partition: String
    var node: String
    var cores: Int64
    /// From now to when the job can begin.
    var aheadSeconds: Int64
    var seconds: Int64
    var idleSeconds: Int64
    /// Whose jobs may use it, as the system counts users.
    var user: UInt32

    /// What `scontrol` makes it of. Lengths are whole minutes.
    var arguments: [String] {
        [
            "create", "reservation", "ReservationName=\(name)", "StartTime=now+\(max(1, aheadSeconds))seconds",
            "Duration=\((seconds + 59) / 60)", "Users=\(user)", "PartitionName=\(partition)", "Nodes=\(node)",
            "CoreCnt=\(cores)", "Flags=PURGE_COMP=\(SlurmTime.text(seconds: idleSeconds))",
        ]
    }

    /// Follows from the plan and when it was asked for: who is asked the same again names the same.
    static func name(of plan: Plan, at now: Instant, instance: String) -> String {
        let text = plan.document(for: .json).asJSON + now.description
        return "berth-\(instance)-offer-\(Digest.sha256(of: Array(text.utf8)).prefix(32))"
    }
}
