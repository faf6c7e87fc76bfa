import BerthModel
import BerthPlatform

/// How a job ended, as far as anybody remembers.
struct JobEnd: Sendable, Hashable {
    /// `COMPLETED`, `FAILED`, `TIMEOUT` and others.
    var state: String
    var code: Int64?
    var signal: Int64 = 0
    var seconds: Int64?
    var nodes = ""
    var cores: Int64?
    /// Seconds of processors.
    var processorSeconds: Int64?
    /// The most memory that was seen.
    var memoryBytes: Int64?
    /// Whether Slurm wrote to the outputs of the job that it took too much memory: where no control groups limit it,
    /// nothing else tells.
    var isOverMemory = false

    init(state: String, code: Int64?) {
        self.state = state
        self.code = code
    }

    /// From `scontrol show job -o`.
    init?(_ record: SlurmRecord) {
        guard let state = record["JobState"] else { return nil }
        self.init(state: state, code: nil)
        take(exit: record["ExitCode"])
        seconds = record["RunTime"].flatMap { SlurmTime.seconds($0) }
        nodes = record["NodeList"] ?? ""
        cores = record.number("NumCPUs")
    }

    /// From the list of jobs, which tells all of one that ended well, and of others not how.
    init?(_ job: SlurmJob?) {
        guard let job, job.state == "COMPLETED" else { return nil }
        self.init(state: job.state, code: 0)
        (seconds, nodes, cores) = (job.seconds, job.nodes, job.cores)
    }

    /// What `sacct --parsable2 --noheader --format` is told.
    static let format = "JobIDRaw,State,ExitCode,ElapsedRaw,NodeList,AllocCPUS,TotalCPU,MaxRSS"

    /// From `sacct`: a line for the job, and one for each of its steps, which know of the memory.
    init?(accounting text: String, job: Int64) {
        let lines = text.split(separator: "\n").map {
            $0.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        }
        guard let own = lines.first(where: { $0.count == 8 && $0[0] == "\(job)" }) else { return nil }
        // `CANCELLED by 1000`.
        self.init(state: own[1].split(separator: " ").first.map(String.init) ?? "", code: nil)
        take(exit: own[2])
        seconds = Int64(own[3])
        nodes = own[4]
        cores = Int64(own[5])
        processorSeconds = own[6].split(separator: ".").first.flatMap { SlurmTime.seconds(String($0)) }
        memoryBytes = lines.filter { $0.count == 8 }.compactMap { SlurmSize.bytes($0[7], unit: 1) }.max()
    }

    private mutating func take(exit text: String?) {
        let numbers = (text ?? "").split(separator: ":").compactMap { Int64($0) }
        guard numbers.count == 2 else { return }
        (code, signal) = (numbers[0], numbers[1])
    }

    /// Seconds of processors in what the shell's `times` wrote: the second line is that of its children.
    static func processorSeconds(times text: String) -> Int64? {
        let lines = text.split(separator: "\n")
        guard lines.count == 2 else { return nil }
        var sum = 0.0
        for word in lines[1].split(separator: " ") {
            let parts = word.split(separator: "m")
            guard parts.count == 2, let minutes = Double(parts[0]), let seconds = Double(parts[1].dropLast()) else {
                return nil
            }
            sum += minutes * 60 + seconds
        }
        // The job can write what it likes there.
        return sum >= 0 && sum < 1e12 ? Int64(sum.rounded()) : nil
    }

    /// Whether the end of the errors of a job has Slurm's own words for it.
    static func isOverMemory(errors text: String) -> Bool {
        text.split(separator: "\n").contains { line in
            line.hasPrefix("slurmstepd")
                && (line.contains("Exceeded job memory limit") || line.contains("exceeded memory limit")
                    || line.contains("oom-kill") || line.contains("oom_kill"))
        }
    }

    // MARK: -

    /// - Parameters:
    ///   - wasStopped: whether the platform asked the job to end.
    ///   - plan: what was promised.
    func outcome(job: Int64, wasStopped: Bool, plan: Plan, seconds limit: Int64) -> Outcome {
        var outcome = bare(wasStopped: wasStopped, plan: plan, seconds: limit)
        if let used = used(job) { outcome.notes.append(used) }
        return outcome
    }

    private func bare(wasStopped: Bool, plan: Plan, seconds limit: Int64) -> Outcome {
        func failed(_ template: String, _ values: NamedTexts = [:], _ level: MessageLevel = .error) -> Outcome {
            Outcome(isSuccess: false, exitCode: exitCode, notes: [Note(level, template, values)])
        }
        let state = isOverMemory && state != "COMPLETED" ? "OUT_OF_MEMORY" : state
        let gibibytes = "\(plan.demand[.memory] / bytesPerGibibyte)"
        switch state {
        case "COMPLETED": return .exited(code ?? 0)
        case "FAILED":
            if let exitCode, exitCode != 0, signal == 0 { return .exited(exitCode) }
            return failed("The program was ended by signal {signal}.", ["signal": "\(signal)"])
        case "TIMEOUT", "DEADLINE":
            return failed(
                "Slurm ended the job after {limit}, the time that was offered.",
                ["limit": TimeSpan(seconds: limit).description])
        case "OUT_OF_MEMORY":
            return failed(
                "The program was killed because it took more than the {limit} GiB of memory that were offered.",
                ["limit": gibibytes])
        case "NODE_FAIL", "BOOT_FAIL":
            return failed("The node {node} failed while the job was on it.", ["node": nodes])
        case "PREEMPTED": return failed("Slurm gave the job's node to another job, and the job was ended.")
        case "CANCELLED":
            return wasStopped
                ? failed("The program was stopped because the session was cancelled.", [:], .info)
                : failed("Somebody cancelled the job on the cluster.")
        default: return failed("The job ended as {state}.", ["state": state])
        }
    }

    /// What ended by a signal has none of its own, as a shell counts.
    private var exitCode: Int64? { signal > 0 ? 128 + signal : code }

    /// What was really used.
    private func used(_ job: Int64) -> Note? {
        guard let seconds else { return nil }
        var template = "The job {job} ran for {seconds} s"
        var values: NamedTexts = ["job": "\(job)", "seconds": "\(seconds)"]
        func add(_ text: String, _ name: String, _ value: String?) {
            guard let value, !value.isEmpty else { return }
            template += text
            values.entries.append(.init(name: name, text: value))
        }
        add(" on {node}", "node", nodes)
        add(cores == 1 ? " with {cores} core" : " with {cores} cores", "cores", cores.map { "\($0)" })
        add(", took {processorSeconds} s of processors", "processorSeconds", processorSeconds.map { "\($0)" })
        add(" and at most {memory} MiB of memory", "memory", memoryBytes.map { "\($0 >> 20)" })
        return Note(.info, template + ".", values)
    }
}
