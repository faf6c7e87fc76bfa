import BerthHost
package import BerthModel
package import BerthPlatform
import BerthTasks

extension WorkflowPlatform {
    package func prepare(_ part: Part, of work: Work) async throws(PlatformError) -> Progress {
        try await host.steps.carryOut(work.session) { () async throws(PlatformError) -> Progress in
            let details = try work.plan.details(as: WorkflowDetails.self)
            let progress = try await host.prepare(part, of: work, details.staged)
            if part == .executable {
                try await run(work, details).bring(shelf) { name in
                    guard let index = work.plan.data.firstIndex(where: { $0.name == name }),
                        let (storage, file) = details.staged[index]
                    else { return nil }
                    return host.folders.storage(work.session, storage) + "/" + file
                }
            }
            return progress
        }
    }

    private func run(_ work: Work, _ details: WorkflowDetails) -> WorkflowRun {
        var run = WorkflowRun(
            details.workflow, work.plan.executable, workplace: host.workplace(work.session),
            storage: work.plan.storage.isEmpty ? nil : host.folders.storage(work.session, 0),
            cores: work.plan.demand[.cores], memoryBytes: work.plan.demand[.memory])
        // What is told to steps by default has not the mark by which all processes of a session are found.
        run.handedOn = [ProgramMark.name]
        run.hasContainers = settings.containers == .podman
        return run
    }

    package func start(_ work: Work) async throws(PlatformError) -> Progress {
        try await host.steps.carryOut(work.session) { () async throws(PlatformError) -> Progress in
            let run = run(work, try work.plan.details(as: WorkflowDetails.self))
            try host.start(
                work, try run.words(cwltool: engines.cwltool, snakemake: engines.snakemake),
                environment: run.environment, cores: run.cores)
            return .done
        }
    }

    package func observe(_ work: Work, after seen: WorkState?) async throws(PlatformError) -> WorkState {
        let state = try await host.observe(work, after: seen, memoryBytes: work.plan.demand[.memory])
        guard case .finished(var outcome) = state else { return state }
        outcome.notes += EngineWords(host.logs, work.session).notes(
            work.plan.executable, isSuccess: outcome.isSuccess)
        return .finished(outcome)
    }

    package func cancel(_ work: Work) async throws(PlatformError) {
        await host.cancel(work)
    }

    package func release(_ part: Part, of work: Work) async throws(PlatformError) {
        let details = try? work.plan.details(as: WorkflowDetails.self)
        try await host.release(part, of: work, details?.staged ?? StagedFiles())
    }

    package func releaseOrphans(keeping sessions: Set<UUID>) async throws(PlatformError) -> [UUID] {
        try await host.releaseOrphans(keeping: sessions)
    }

    package func log(
        _ stream: LogStream, of work: Work, from offset: Int64, limit: Int, waiting: Bool
    ) async throws(PlatformError) -> LogPiece {
        try await host.log(stream, of: work, from: offset, limit: limit, waiting: waiting)
    }

    package func forget(_ session: UUID) async {
        host.forget(session)
    }
}
