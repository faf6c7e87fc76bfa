package import BerthModel
package import BerthPlatform

/// Carries out work as programs of this machine: what is common to all platforms that do, but for what they run.
///
/// The directory of a session is where its program runs. Each storage is found there under its name, and the data in
/// it; what a program writes elsewhere in it is deleted with the session.
package struct ProgramHost: Sendable {
    package let storage: HostStorage
    package let steps = RunningSteps()
    package let logs: LogShelf
    private let watch: DirectoryWatch
    private let limits: Limits

    package var folders: SessionFolders { storage.folders }

    /// What a site grants a program.
    package struct Limits: Sendable {
        /// Most bytes kept of each output.
        package var logBytes: Int64 = 64 << 20
        /// Seconds between asking a program to end and killing it.
        package var stopSeconds: Int64 = 2
        /// Seconds between looks at memory and storage, for which there is no event.
        package var lookSeconds: Int64 = 2

        package init() {}
    }

    package init(_ storage: HostStorage, limits: Limits) throws(PlatformError) {
        self.storage = storage
        self.limits = limits
        logs = LogShelf(directory: storage.folders.logs, limitBytes: limits.logBytes)
        watch = try DirectoryWatch()
    }

    /// The directory in which the program of a session runs.
    package func workplace(_ session: UUID) -> String { folders.directory(session) + "/work" }

    private func state(_ session: UUID) -> String { folders.directory(session) + "/state" }

    // MARK: preparing

    /// Makes a storage, or brings data into it; nothing for the other parts.
    package func prepare(_ part: Part, of work: Work, _ staged: StagedFiles) async throws(PlatformError) -> Progress {
        switch part {
        case .storage(let index):
            try storage.make(index, of: work, mode: 0o700)
            try Files.makeDirectory(workplace(work.session))
            let name = work.plan.storageNames[index]
            try Files.link("../storage-\(index)", at: workplace(work.session) + "/" + name)
            return .done
        case .data(let index): return try await storage.fetch(index, of: work, staged)
        case .compute, .executable:
            try Files.makeDirectory(workplace(work.session))
            return .done
        }
    }

    // MARK: running

    /// Starts the program, unless it was started before.
    ///
    /// - Parameter environment: beside what every program has: `PATH`, `HOME` and `TMPDIR` of its own, `LANG`, and the
    ///   number of threads that fit its cores.
    package func start(
        _ work: Work, _ words: [String], environment: [String: String], cores: Int64
    ) throws(PlatformError) {
        let session = work.session
        for directory in [
            state(session), logs.folder(session), workplace(session), folders.directory(session) + "/tmp",
        ] {
            try Files.makeDirectory(directory)
        }
        var all = Command.plainEnvironment
        all["HOME"] = workplace(session)
        all["TMPDIR"] = folders.directory(session) + "/tmp"
        all["OMP_NUM_THREADS"] = "\(max(1, cores))"
        for (name, value) in environment { all[name] = value }
        let program = HostedProgram(
            words, environment: all, directory: workplace(session), logBytes: limits.logBytes)
        try program.start(state: state(session), logs: logs.folder(session), mark: session.description)
    }

    /// How the program of a session stands, as a platform tells it.
    package func observe(_ work: Work, after seen: WorkState?, memoryBytes: Int64) async throws(PlatformError)
        -> WorkState
    {
        let session = work.session
        switch HostedProgram.state(in: state(session)) {
        case .absent: if seen == nil || seen == .waiting { return .waiting }
        case .running: if seen != .running { return .running }
        case .ended, .lost: break
        }
        let (changes, change) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let logs = logs
        let tokens = [
            try watch.watch(state(session)) { change.yield() },
            try watch.watch(logs.folder(session)) { logs.changed(session) },
        ]
        let looking = Task { [limits] in
            while !Task.isCancelled {
                try? await Task.sleep(for: .seconds(limits.lookSeconds))
                change.yield()
            }
        }
        defer {
            looking.cancel()
            for token in tokens { watch.stop(token) }
        }
        var iterator = changes.makeAsyncIterator()
        while true {
            switch HostedProgram.state(in: state(session)) {
            case .ended(let code):
                try logs.end(session)
                return .finished(outcome(work, code))
            case .lost:
                try logs.end(session)
                return .finished(
                    Outcome(
                        isSuccess: false, exitCode: nil,
                        notes: [Note(.error, "The program is gone, and nobody knows how it ended.")]))
            case .absent:
                throw PlatformError(.lost, "The program of the session was never started.", subject: "\(session)")
            case .running: await look(work, memoryBytes)
            }
            if await iterator.next() == nil || Task.isCancelled {
                throw PlatformError(.cancelled, "Watching the program was cancelled.")
            }
        }
    }

    /// Ends a program that takes more than was promised, and leaves word why.
    private func look(_ work: Work, _ memoryBytes: Int64) async {
        let session = work.session
        if ProgramMark.memoryBytes(session.description) > memoryBytes {
            try? Files.touch(state(session) + "/over-memory")
            await stop(session, graceSeconds: 0)
        } else if let index = storage.overfull(of: work) {
            try? Files.touch(state(session) + "/over-storage-\(index)")
            await stop(session, graceSeconds: 0)
        }
    }

    private func outcome(_ work: Work, _ code: Int64) -> Outcome {
        let state = state(work.session)
        func failed(_ template: String, _ values: NamedTexts) -> Outcome {
            Outcome(isSuccess: false, exitCode: code, notes: [Note(.error, template, values)])
        }
        if Files.exists(state + "/over-memory") {
            return failed(
                "The program was killed because it took more than the {limit} GiB of memory that were offered.",
                ["limit": "\(work.plan.demand[.memory] / bytesPerGibibyte)"])
        }
        for index in work.plan.storage.indices where Files.exists(state + "/over-storage-\(index)") {
            return failed(
                "The program was stopped because it wrote more than the {limit} GiB of storage[{index}], "
                    + "or what cannot be counted.",
                ["limit": "\((work.plan.storageBytes(index) ?? 0) / bytesPerGibibyte)", "index": "\(index)"])
        }
        if steps.isCancelled(work.session) {
            return Outcome(
                isSuccess: false, exitCode: code,
                notes: [Note(.info, "The program was stopped because the session was cancelled.")])
        }
        return .exited(code)
    }

    // MARK: ending

    package func cancel(_ work: Work) async {
        steps.cancel(work.session)
        await stop(work.session, graceSeconds: limits.stopSeconds)
    }

    private func stop(_ session: UUID, graceSeconds: Int64) async {
        await HostedProgram.stop(in: state(session), mark: session.description, graceSeconds: graceSeconds)
    }

    package func release(_ part: Part, of work: Work, _ staged: StagedFiles) async throws(PlatformError) {
        let session = work.session
        switch part {
        case .executable:
            await stop(session, graceSeconds: 0)
            try logs.end(session)
            for name in ["work", "state", "tmp"] { try storage.remove(folders.directory(session) + "/" + name) }
        case .compute:
            steps.forget(session)
            if work.plan.storage.isEmpty { try storage.remove(folders.directory(session)) }
        case .data(let index): try storage.release(data: index, of: work, staged)
        case .storage(let index):
            try storage.release(storage: index, of: work)
            if index == 0 { try storage.remove(folders.directory(session)) }
        }
    }

    /// Ends and deletes everything of sessions that are none of these.
    package func releaseOrphans(keeping sessions: Set<UUID>) async throws(PlatformError) -> [UUID] {
        var released: [UUID] = []
        for session in Files.names(in: folders.sessions).compactMap({ UUID($0) }) where !sessions.contains(session) {
            await stop(session, graceSeconds: 0)
            try storage.remove(folders.directory(session))
            released.append(session)
        }
        return released
    }

    package func log(
        _ stream: LogStream, of work: Work, from offset: Int64, limit: Int, waiting: Bool
    ) async throws(PlatformError) -> LogPiece {
        // Whoever waits may do so before anybody observes the work.
        let session = work.session
        let logs = logs
        if waiting { try Files.makeDirectory(logs.folder(session)) }
        let token = waiting ? try watch.watch(logs.folder(session)) { logs.changed(session) } : nil
        defer { if let token { watch.stop(token) } }
        return try await logs.read(stream, of: session, from: offset, limit: limit, waiting: waiting)
    }

    package func forget(_ session: UUID) {
        logs.forget(session)
        steps.forget(session)
    }
}

extension Plan {
    /// Under which name each storage is found where the program runs: its own, else `storage-0`; no two alike.
    package var storageNames: [String] {
        var taken: Set<String> = []
        return storage.enumerated().map { index, storage in
            let own = storage.name ?? ""
            let isUsable = !own.isEmpty && own.utf8.count <= 100 && own.isWord(with: "-_.") && !own.hasPrefix(".")
            let name = isUsable && taken.insert(own).inserted ? own : "storage-\(index)"
            taken.insert(name)
            return name
        }
    }
}
