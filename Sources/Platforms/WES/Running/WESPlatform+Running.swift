import BerthDocument
import BerthHost
import BerthModel
package import BerthPlatform

extension WESPlatform {
    /// Tags of a run, by which it is found again.
    static let sessionTag = "berth-session"
    static let instanceTag = "berth-instance"

    package func prepare(_ part: Part, of work: Work) async throws(PlatformError) -> Progress {
        try await steps.carryOut(work.session) { () async throws(PlatformError) -> Progress in
            if part == .executable {
                try Files.makeDirectory(folders.directory(work.session))
                try Files.makeDirectory(logs.folder(work.session))
            }
            return .done
        }
    }

    package func start(_ work: Work) async throws(PlatformError) -> Progress {
        try await steps.carryOut(work.session) { () async throws(PlatformError) -> Progress in
            let run = try await handedOver(work)
            return Progress(notes: [Note(.info, "The service has taken it as run {run}.", ["run": run])])
        }
    }

    /// Hands the workflow over, unless it was handed over before.
    ///
    /// - Returns: the name of the run.
    private func handedOver(_ work: Work) async throws(PlatformError) -> String {
        let session = work.session
        if let run = run(of: session) { return run }
        let plan = try work.plan.details(as: WESPlan.self)
        if Files.exists(folders.submitting(session)) {
            // Whoever handed it over did not live to see the answer.
            if let run = try await search(session) { return run }
        } else {
            try Files.touch(folders.submitting(session))
        }
        let tags: NamedTexts = [Self.sessionTag: "\(session)", Self.instanceTag: settings.instance]
        // A call that is ended in the middle may have done its work.
        try await steps.carryOutWhole(session) { [service, folders] () async throws(PlatformError) in
            do throws(PlatformError) {
                let run = try await service.start(plan, tags: tags, boundary: "berth-\(session)")
                try Files.write(Array(run.utf8), to: folders.run(session))
            } catch {
                // It has said no: there is no run of it.
                if error.code == .refused { Files.remove(folders.submitting(session)) }
                throw error
            }
        }
        guard let run = run(of: session) else {
            throw PlatformError(.broken, "The name of the run cannot be read.", subject: "\(session)")
        }
        return run
    }

    /// `nil` when no workflow was handed over, as far as is known.
    func run(of session: UUID) -> String? {
        guard let bytes = try? Files.read(folders.run(session), from: 0, limit: 2048), !bytes.isEmpty else {
            return nil
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    package func observe(_ work: Work, after seen: WorkState?) async throws(PlatformError) -> WorkState {
        let session = work.session
        guard let run = run(of: session) else {
            if seen == nil && Files.exists(folders.directory(session)) { return .waiting }
            throw PlatformError(.lost, "The workflow of the session was never handed over.", subject: "\(session)")
        }
        while true {
            do throws(PlatformError) {
                let state = try await patiently { () async throws(PlatformError) in try await watch.state(of: run) }
                switch state.stage {
                case .waiting: if seen == nil { return .waiting }
                case .running: if seen != .running { return .running }
                // What it was seen doing it is still doing, as far as anybody knows.
                case .unknown: if seen == nil { return .waiting }
                case .ended:
                    return .finished(
                        try await patiently { () async throws(PlatformError) in try await told(session, run) })
                }
            } catch {
                guard error.code == .notFound else { throw error }
                try logs.end(session)
                return .finished(
                    Outcome(
                        isSuccess: false, exitCode: nil,
                        notes: [
                            Note(
                                .error, "The service has forgotten the run {run}, and nobody knows how it ended.",
                                ["run": run])
                        ]))
            }
        }
    }

    /// Asks again when the service is away, until the patience of the settings is at its end: runs go on meanwhile.
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

    /// How a run ended; what it wrote is here then.
    private func told(_ session: UUID, _ run: String) async throws(PlatformError) -> Outcome {
        var record = try await service.record(of: run)
        if record.state == .complete, record.outputs == nil, !logs.isEnded(session) {
            // Some services say so a moment before they have looked through what the workflow made.
            try? await Task.sleep(for: .seconds(settings.pollSeconds))
            record = try await service.record(of: run)
        }
        var end = RunEnd(run: run, record: record, wasStopped: Files.exists(folders.stopped(session)))
        let folder = logs.folder(session)
        try Files.makeDirectory(folder)
        if !logs.isEnded(session) {
            end.missing = try await mirror.complete(session, run, record.log)
            try OutputMirror.append(Array(end.taskText.utf8)[...], to: folder + "/stderr", settings.logBytes)
            if let outputs = record.outputs?.asJSON, Int64(outputs.utf8.count) <= settings.logBytes {
                try Files.write(Array((outputs + "\n").utf8), to: folder + "/" + LogStream.result.rawValue)
            }
            try logs.end(session)
        }
        return end.outcome
    }
}
