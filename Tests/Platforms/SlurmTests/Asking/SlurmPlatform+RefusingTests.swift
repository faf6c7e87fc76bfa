import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthSlurm

@Suite struct SlurmPlatformRefusingTests {
    @Test(
        arguments: [
            ("Requested node configuration is not available", .never, "compute"),
            ("Requested time limit is invalid (missing or exceeds some limit)", .never, "schedule.requested.duration"),
            ("Invalid generic resource (gres) specification", .never, "metrics"),
            ("Invalid account or account/partition combination specified", .notYou, "compute"),
            ("User's group not permitted to use this partition", .notYou, "compute"),
            ("Invalid partition name specified", .notAllowed, "compute"),
        ] as [(String, Obstacle.Rung, String)])
    func slurmsOwnWordsAreTheReason(_ said: String, _ rung: Obstacle.Rung, _ path: String) {
        let error = SlurmWords.error("sbatch", "sbatch: error: Batch job submission failed: \(said)\n")
        let obstacle = SlurmPlatform.obstacle(of: error)
        #expect(obstacle.rung == rung)
        #expect(obstacle.path.description == path)
        let message = obstacle.message(at: Instant(seconds: 0), from: nil).message ?? ""
        #expect(message.contains(said), "\(message)")
    }
}
