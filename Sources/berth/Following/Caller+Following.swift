import BerthAnswers
import BerthBroker
import BerthClient
import BerthModel

/// Following a session to its end.
extension Caller {
    /// Writes each phase and message, until the session ends.
    ///
    /// - Returns: the session at its end.
    func watch(_ id: UUID, on stream: Console.Stream, progress: ProgressLine) async throws -> Received<Session> {
        let watch = Locked(SessionWatch())
        let ticker = Task { [surroundings] in
            while !Task.isCancelled {
                progress.show(watch.withLock { $0 }.progress(surroundings.time))
                try await Task.sleep(for: .seconds(1))
            }
        }
        defer {
            ticker.cancel()
            progress.clear()
        }
        for try await event in client.events(of: id) {
            let lines = watch.withLock { $0.lines(for: event, surroundings.time) }
            if lines.isEmpty { continue }
            progress.clear()
            if stream == .output { console.print(lines) } else { lines.forEach(console.note) }
        }
        if let last = watch.withLock({ $0.last }), last.value.phase?.isEnd ?? false { return last }
        return try await client.session(id)
    }

    /// Copies what the task writes to where it belongs, until there will be no more.
    func copyOutput(of id: UUID, progress: ProgressLine?) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for output in [TaskOutput.stdout, .stderr] {
                group.addTask { try await copy(output, of: id, follow: true, progress) }
            }
            try await group.waitForAll()
        }
    }

    func copy(_ output: TaskOutput, of id: UUID, follow: Bool, _ progress: ProgressLine?) async throws {
        let stream: Console.Stream = output == .stdout ? .output : .error
        for try await bytes in client.log(output, of: id, follow: follow) {
            progress?.clear()
            console.write(stream, bytes)
        }
    }

    /// Follows a session that was accepted with its output, and tells how it ended.
    func follow(_ id: UUID) async throws -> ExitCode {
        let progress = ProgressLine(console)
        let result = try await Interruption.during(surroundings.signals) { [self] in
            // Programs want the one document and nothing beside it.
            if form != .people { return try await watch(id, on: .error, progress: progress) }
            let output = Task { try await copyOutput(of: id, progress: progress) }
            let end = try await withTaskCancellationHandler {
                try await watch(id, on: .error, progress: progress)
            } onCancel: {
                output.cancel()
            }
            try await finish(output)
            return end
        }
        switch result {
        case .success(let end):
            if form != .people { try show(end.document) { [] } }
            return end.value.taskExitCode.map { ExitCode($0) } ?? end.value.exitCode
        case .failure(let interrupted):
            tellThatItGoesOn(id)
            return interrupted.exitCode
        }
    }

    /// Waits for the rest of the output of a session that has ended.
    private func finish(_ output: Task<Void, any Error>) async throws {
        let clock = Task {
            try await Task.sleep(for: .seconds(30))
            output.cancel()
        }
        defer { clock.cancel() }
        do {
            try await output.value
        } catch {
            // How the session ended counts more than a part of its output.
            console.complain("The output could not be read to its end: \(error)".printable)
        }
    }

    func tellThatItGoesOn(_ id: UUID) {
        let short = ValueText.short(id)
        console.complain(
            "No longer watched; the session goes on. Watch it again: berth watch \(short). Cancel it: berth "
                + "cancel \(short)."
        )
    }
}
