import BerthPlatform
import Testing

@testable import BerthSlurm

@Suite struct SlurmWordsTests {
    @Test func theLastSentenceCounts() {
        #expect(
            SlurmWords.sentence(
                "sbatch: error: CPU count per node can not be satisfied\n"
                    + "sbatch: error: Batch job submission failed: Requested node configuration is not available\n")
                == "Requested node configuration is not available")
        #expect(
            SlurmWords.sentence("allocation failure: Invalid partition name specified")
                == "Invalid partition name specified")
        #expect(SlurmWords.sentence("") == "")
    }

    @Test(
        arguments: [
            ("slurm_load_jobs error: Unable to contact slurm controller (connect failure)", .unreachable),
            ("slurm_load_jobs error: Socket timed out on send/recv operation", .unreachable),
            ("error: Munge encode failed: Failed to access \"x\"", .unreachable),
            ("slurm_load_jobs error: Invalid job id specified", .lost),
            ("sbatch: error: Batch job submission failed: Invalid account", .refused),
        ] as [(String, PlatformError.Code)])
    func errors(_ said: String, _ code: PlatformError.Code) {
        #expect(SlurmWords.error("squeue", said).code == code)
    }

    @Test(arguments: [
        ("Error creating the reservation: Invalid user id\n", "the broker's user may make no reservations"),
        ("delete_reservation ReservationName=x: Invalid user id", "the broker's user may make no reservations"),
        ("Error creating the reservation: Access/permission denied", "the broker's user may make no reservations"),
        ("Error creating the reservation: Requested nodes are busy", "Requested nodes are busy"),
        ("something else", "something else"),
    ])
    func whyThereIsNoReservation(_ said: String, _ why: String) {
        #expect(SlurmWords.reservation(said) == why)
    }

    @Test("a machine without a configuration is no cluster that refuses, and administrators read one line of it")
    func noConfiguration() {
        let said = """
            sinfo: error: resolve_ctls_from_dns_srv: res_nsearch error: Unknown host
            sinfo: error: fetch_config: DNS SRV lookup failed
            sinfo: error: _establish_config_source: failed to fetch config
            sinfo: fatal: Could not establish a configuration source

            """
        let error = SlurmWords.error("scontrol", said)
        #expect(error.code == .unreachable)
        #expect(
            SlurmWords.line(error)
                == "Slurm's commands find no configuration on this machine, neither slurm.conf nor a controller by DNS;"
                + " the setting configuration names where it is. [Could not establish a configuration source]")
        let long = SlurmWords.error("squeue", "squeue: error: " + String(repeating: "x", count: 400) + " refused\n")
        #expect(SlurmWords.line(long).count < 500)
        let refused = SlurmWords.error("sbatch", "sbatch: error: no\n")
        #expect(SlurmWords.line(refused) == "Slurm refused: no.")
    }

    @Test func estimates() {
        let start = SlurmWords.start(
            "sbatch: Job 5 to start at 2026-11-28T12:55:55 using 1 processors on nodes n1 in partition short\n")
        #expect(start?.time == "2026-11-28T12:55:55")
        #expect(start?.nodes == "n1")
        #expect(SlurmWords.start("at once") == nil)
        #expect(SlurmWords.start("to start at") == nil)
    }

    @Test func reasonsToWait() {
        #expect(SlurmWords.waiting("Resources") == "what it needs is in use")
        #expect(SlurmWords.waiting("None") == "Slurm has not looked at it yet")
        #expect(SlurmWords.waiting("QOSMaxJobsPerUserLimit") == "Slurm says QOSMaxJobsPerUserLimit")
    }
}
