import BerthHost
import BerthPlatform

extension SlurmCommands {
    /// Every job of the user that Slurm still remembers.
    func jobs() async throws(PlatformError) -> [SlurmJob] {
        if let service { return try await service.jobs() }
        return try SlurmJob.all(
            in: try await run("squeue", ["--me", "--noheader", "--states=all", "--format", SlurmJob.format]))
    }

    /// The jobs of a name that Slurm still remembers, the first first.
    func jobs(named name: String) async throws(PlatformError) -> [SlurmJob] {
        let all: [SlurmJob]
        if let service {
            all = try await service.jobs().filter { $0.name == name }
        } else {
            let text = try await run(
                "squeue", ["--me", "--noheader", "--states=all", "--name", name, "--format", SlurmJob.format])
            all = try SlurmJob.all(in: text)
        }
        return all.sorted { $0.number < $1.number }
    }

    /// How a job stands or ended; `nil` when Slurm has forgotten it.
    func end(of job: Int64) async throws(PlatformError) -> JobEnd? {
        if let service { return try await service.end(of: job) }
        do throws(PlatformError) {
            let text = try await run("scontrol", ["show", "job", "-o", "\(job)"])
            return SlurmRecord.all(in: text).first.flatMap { JobEnd($0) }
        } catch {
            if error.code == .lost { return nil }
            throw error
        }
    }

    /// Hands a job over.
    ///
    /// - Parameters:
    ///   - job: the file that `sbatch` is given.
    ///   - order: the file with what slurmrestd is given.
    ///   - reservation: where it runs; when that is there no more, it runs where others do.
    /// - Returns: its number.
    func submit(_ job: String, order: String, in reservation: String?) async throws(PlatformError) -> Int64 {
        if let reservation {
            do throws(PlatformError) { return try await submitted(job, order, reservation) } catch {
                if error.detail?.contains("reservation is invalid") != true { throw error }
            }
        }
        return try await submitted(job, order, nil)
    }

    private func submitted(
        _ job: String, _ order: String, _ reservation: String?
    ) async throws(PlatformError) -> Int64 {
        // One that was prepared before the site said where slurmrestd is has no order.
        if let service, Files.exists(order) {
            return try await service.submit(try JobOrder.read(order, in: reservation))
        }
        let options = reservation.map { ["--reservation=\($0)"] } ?? []
        let text = try await run("sbatch", ["--parsable"] + options + [job])
        // A cluster of many names itself behind a semicolon.
        guard let word = text.split(whereSeparator: { $0 == ";" || $0 == "\n" }).first, let number = Int64(word) else {
            throw PlatformError(
                .broken, "Slurm's answer to the job cannot be read.", subject: "sbatch",
                detail: String(text.prefix(500)))
        }
        return number
    }

    /// Asks a job to end, and Slurm kills it when it does not.
    func cancel(_ job: Int64) async throws(PlatformError) {
        if let service { return try await service.cancel(job, isKilled: false) }
        _ = try await run("scancel", ["\(job)"])
    }

    /// Asks every job of a name to end, or kills it; Slurm kills what does not end.
    func cancel(named name: String, isKilled: Bool = false) async throws(PlatformError) {
        guard let service else {
            _ = try await run("scancel", ["--me", "--name=\(name)"] + (isKilled ? ["--signal=KILL", "--full"] : []))
            return
        }
        for job in try await service.jobs() where job.name == name && job.stage != .ended {
            try await service.cancel(job.number, isKilled: isKilled)
        }
    }
}
