import BerthHost
import BerthModel
package import BerthPlatform
import BerthTasks

extension SlurmPlatform {
    package func start(_ work: Work) async throws(PlatformError) -> Progress {
        try await steps.carryOut(work.session) { () async throws(PlatformError) -> Progress in
            let number = try await submitted(work)
            let token = watch.hurry(after: folders.state(work.session))
            defer { watch.stop(token) }
            let isBegun = Files.exists(folders.begun(work.session))
            let job = isBegun ? nil : try? await watch.jobs()[work.session]
            var values: NamedTexts = ["job": "\(number)"]
            guard let job, job.stage == .waiting else {
                return Progress(notes: [Note(.info, "Slurm has taken it as job {job}.", values)])
            }
            values.entries.append(.init(name: "reason", text: SlurmWords.waiting(job.reason)))
            if let start = job.start { values.entries.append(.init(name: "start", text: start.description)) }
            return Progress(notes: [
                Note(
                    .info,
                    job.start == nil
                        ? "Slurm has taken it as job {job}, which waits in the queue: {reason}."
                        : "Slurm has taken it as job {job}, which waits in the queue: {reason}; Slurm estimates that it"
                            + " begins at {start}.", values)
            ])
        }
    }

    /// Hands the job over, unless it was handed over before.
    ///
    /// - Returns: its number.
    private func submitted(_ work: Work) async throws(PlatformError) -> Int64 {
        let (session, reservation) = (work.session, reservation(of: work.plan))
        if let number = jobNumber(session) { return number }
        let name = JobName.name(session, instance: settings.instance)
        let marker = folders.submitting(session)
        if Files.exists(marker) {
            // Whoever handed it over did not live to see the answer.
            if let job = try await commands.jobs(named: name).first {
                try Files.write(Array("\(job.number)\n".utf8), to: folders.number(session))
                return job.number
            }
            try Files.touch(folders.again(session))
        } else {
            try Files.touch(marker)
        }
        // A command that is killed in the middle may have done its work.
        try await steps.carryOutWhole(session) { [commands, folders] () async throws(PlatformError) in
            let number = try await commands.submit(
                folders.job(session), order: folders.order(session), in: reservation)
            try Files.write(Array("\(number)\n".utf8), to: folders.number(session))
        }
        guard let number = jobNumber(session) else {
            throw PlatformError(.broken, "The number of the job cannot be read.", subject: "\(session)")
        }
        return number
    }

    /// `nil` when no job was handed over, as far as is known.
    func jobNumber(_ session: UUID) -> Int64? {
        guard let bytes = try? Files.read(folders.number(session), from: 0, limit: 40) else { return nil }
        return Int64(String(decoding: bytes, as: UTF8.self).filter { $0 != "\n" })
    }

    package func observe(_ work: Work, after seen: WorkState?) async throws(PlatformError) -> WorkState {
        let session = work.session
        guard let number = jobNumber(session) else {
            if seen == nil && Files.exists(folders.job(session)) { return .waiting }
            throw PlatformError(.lost, "The job of the session was never handed over.", subject: "\(session)")
        }
        // The job itself says so before anything of the session's runs, and when that has ended.
        let isBegun = Files.exists(folders.begun(session)) && !Files.exists(folders.exit(session))
        if seen == nil, isBegun, !watch.isOver(session) { return .running }
        let looking = Task { await watchStorage(work, number) }
        let token = watch.hurry(after: folders.state(session))
        defer {
            looking.cancel()
            watch.stop(token)
        }
        var hurries = 0
        while true {
            // Its program has ended, and Slurm is about to say so. How it ended only Slurm is asked.
            if hurries < Self.mostHurries, Files.exists(folders.exit(session)) {
                hurries += 1
                watch.hurry()
            }
            let jobs = try await patiently { () async throws(PlatformError) -> JobWatch.Jobs in try await watch.jobs() }
            let job = jobs[session]
            // Nodes write to the outputs: nobody else tells that there is more.
            logs.changed(session)
            switch job?.stage {
            case .waiting?: if seen == nil { return .waiting }
            case .running?: if seen != .running { return .running }
            case .ended?, nil:
                let outcome = try await patiently { () async throws(PlatformError) -> Outcome in
                    try await told(work, number, job)
                }
                end(session)
                try logs.end(session)
                return .finished(outcome)
            }
        }
    }

    /// How often the list is made soon for a job whose program has ended.
    private static let mostHurries = 50

    /// Stops a job that has written more than was promised, and leaves word why.
    private func watchStorage(_ work: Work, _ number: Int64) async {
        if work.plan.storage.isEmpty { return }
        while !Task.isCancelled {
            if let index = storage.overfull(of: work) {
                try? Files.touch(folders.overStorage(work.session, index))
                try? await commands.cancel(number)
                return
            }
            // There is no event for the size of a directory tree.
            try? await Task.sleep(for: .seconds(settings.storageCheckSeconds))
        }
    }

    /// Asks again when the controller is away, until the patience of the settings is at its end: jobs go on meanwhile.
    private func patiently<Value>(_ call: () async throws(PlatformError) -> Value) async throws(PlatformError) -> Value
    {
        let end = ContinuousClock.now + .seconds(settings.awaySeconds)
        while true {
            do throws(PlatformError) { return try await call() } catch {
                guard error.code == .unreachable, !Task.isCancelled, ContinuousClock.now < end else { throw error }
                try? await Task.sleep(for: .seconds(settings.pollSeconds))
            }
        }
    }

    private func told(_ work: Work, _ number: Int64, _ job: SlurmJob?) async throws(PlatformError) -> Outcome {
        let session = work.session
        let end = try await ending(session, number, job)
        for index in work.plan.storage.indices where Files.exists(folders.overStorage(session, index)) {
            return Outcome(
                isSuccess: false, exitCode: nil,
                notes: [
                    Note(
                        .error,
                        "The program was stopped because it wrote more than the {limit} GiB of storage[{index}], "
                            + "or what cannot be counted.",
                        [
                            "limit": "\((work.plan.storageBytes(index) ?? 0) / bytesPerGibibyte)",
                            "index": "\(index)",
                        ])
                ])
        }
        guard let end else {
            return Outcome(
                isSuccess: false, exitCode: nil,
                notes: [
                    Note(
                        .error, "Slurm has forgotten the job {job}, and nobody knows how it ended.",
                        ["job": "\(number)"])
                ])
        }
        let wasStopped = steps.isCancelled(session) || Files.exists(folders.stopped(session))
        var outcome = end.outcome(
            job: number, wasStopped: wasStopped, plan: work.plan,
            seconds: try work.plan.details(as: SlurmPlan.self).seconds)
        tell(&outcome, of: work, wasStopped: wasStopped)
        return outcome
    }

    /// Adds what the runner of a notebook or the engine of a workflow says.
    private func tell(_ outcome: inout Outcome, of work: Work, wasStopped: Bool) {
        if case .jupyterNotebook? = work.plan.executable {
            let bytes = try? Files.read(folders.outcome(work.session), from: 0, limit: NotebookOutcome.maximumBytes)
            guard let said = bytes.flatMap({ NotebookOutcome($0) }) else { return }
            let used = outcome.notes.filter { $0.level == .info }
            said.tell(&outcome, limit: settings.logBytes, wasCancelled: wasStopped)
            outcome.notes += used.filter { !outcome.notes.contains($0) }
        }
        outcome.notes += EngineWords(logs, work.session).notes(
            work.plan.executable, isSuccess: outcome.isSuccess)
    }

    /// How a job ended: what the books say where there are such, else what Slurm remembers, else what the job wrote.
    private func ending(
        _ session: UUID, _ number: Int64, _ job: SlurmJob?
    ) async throws(PlatformError) -> JobEnd? {
        let times = text(folders.state(session) + "/times").flatMap { JobEnd.processorSeconds(times: $0) }
        var end = JobEnd(job)
        if end == nil { end = try await commands.end(of: number) }
        if (try? await known.facts())?.hasAccounting == true {
            let text = try? await commands.run(
                "sacct", ["--noheader", "--parsable2", "--jobs=\(number)", "--format=\(JobEnd.format)"])
            // The books are written a little later than the job ends.
            if let booked = text.flatMap({ JobEnd(accounting: $0, job: number) }),
                end == nil || booked.state == end?.state
            {
                end = booked
            }
        }
        if end == nil, let code = text(folders.exit(session)).flatMap({ Int64($0.filter { $0 != "\n" }) }) {
            end = JobEnd(state: code == 0 ? "COMPLETED" : "FAILED", code: code)
        }
        if end?.processorSeconds == nil { end?.processorSeconds = times }
        let errors = logs.folder(session) + "/stderr"
        let words = text(errors, from: max(0, Files.size(errors) - 4096)) ?? ""
        end?.isOverMemory = JobEnd.isOverMemory(errors: words)
        return end
    }

    private func text(_ file: String, from offset: Int64 = 0) -> String? {
        guard let bytes = try? Files.read(file, from: offset, limit: 4096), !bytes.isEmpty else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
