import BerthData
import BerthDocument
import BerthHost
import BerthModel
package import BerthPlatform

extension OpenStackPlatform {
    package func prepare(_ part: Part, of work: Work) async throws(PlatformError) -> Progress {
        try await steps.carryOut(work.session) { () async throws(PlatformError) -> Progress in
            try Files.makeDirectory(folders.directory(work.session))
            switch part {
            case .storage(let index):
                try await makeVolume(index, of: work)
                return .done
            // The machine fetches it itself when it boots; Nova sets cores and memory aside then.
            case .data, .compute: return .done
            case .executable:
                try await bring(work)
                return .done
            }
        }
    }

    /// Fetches a script that is somewhere else: what was offered is what is run.
    private func bring(_ work: Work) async throws(PlatformError) {
        guard let script = Script(work.plan.executable, python: settings.python) else { return }
        let file = folders.script(work.session)
        if let text = script.text { return try Files.write(Array(text.utf8), to: file) }
        do {
            guard let source = try script.source() else {
                throw PlatformError(.broken, "The plan of the session has no script.")
            }
            _ = try await storage.stager.stage(source, to: file, by: file + ".part", maximumBytes: settings.scriptBytes)
        } catch let error as PlatformError {
            throw error
        } catch {
            throw PlatformError(.refused, "The script cannot be fetched any more.", subject: "executable.location")
        }
    }

    /// What the machine of a plan is told.
    ///
    /// - Parameters:
    ///   - script: the text that is run; `nil` for a container.
    ///   - volumes: ids of the volumes of all storage.
    /// - Throws: `broken` for a plan of another platform.
    func task(
        of plan: Plan, session: UUID, script: [UInt8]?, volumes: [String]
    ) throws(PlatformError) -> MachineTask {
        let details = try plan.details(as: OpenStackPlan.self)
        var task = MachineTask(
            mark: session.description, seconds: details.seconds, bytes: settings.logBytes,
            fetchSeconds: settings.stagingSeconds, lingerSeconds: settings.lingerSeconds)
        if let program = Script(plan.executable, python: settings.python) {
            task.script = script ?? []
            task.interpreter = program.interpreter
            task.namesInterpreter = program.namesInterpreter
            task.arguments = program.arguments
            task.requirements = program.requirements
            task.environment = program.environment.entries.map { ($0.name, $0.text) }
        } else if case .dockerContainer(let container)? = plan.executable {
            task.container = container.task(settings, mounts: ContainerMount.all(of: plan, details))
        } else {
            throw PlatformError(.broken, "The plan of the session has nothing that a machine could run.")
        }
        task.storage = zip(plan.storageNames, volumes).map { MachineTask.Storage(name: $0, volume: $1) }
        for index in plan.data.indices {
            guard let (storage, name) = details.staged[index] else { continue }
            let source = try? DataSource.reading(plan.data[index], at: ["data", .index(index)])
            task.data.append(
                MachineTask.Data(
                    urls: source?.copies.map(\.url) ?? [], storage: Int64(storage), name: name,
                    bytes: plan.storageBytes(storage) ?? 0,
                    algorithm: source?.checksum?.type?.lowercased().filter { $0 != "-" },
                    digest: source?.checksum?.value))
        }
        return task
    }
}
