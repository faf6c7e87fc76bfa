import BerthHost
import BerthModel
package import BerthPlatform

extension ContainerPlatform {
    package func start(_ work: Work) async throws(PlatformError) -> Progress {
        try await steps.carryOut(work.session) { () async throws(PlatformError) -> Progress in
            let name = folders.container(work.session)
            var container = try await found(name)
            // Engines start a container that has ended again: only one that never ran is started.
            if container.status == .created {
                try await check(container, work)
                try await engine.start(name)
                container = try await found(name)
            }
            followers.follow(work.session, container: name)
            return Progress(connectors: connectors(work, container))
        }
    }

    private func found(_ name: String) async throws(PlatformError) -> EngineContainer {
        if let container = try await engine.container(name) { return container }
        throw PlatformError(
            .lost, "The container of the session is no longer there; somebody else deleted it.", subject: name)
    }

    private func connectors(_ work: Work, _ container: EngineContainer) -> [Connector] {
        guard case .dockerContainer(let executable)? = work.plan.executable else { return [] }
        return published(executable).compactMap { port in
            guard let number = container.ports[port.key] else { return nil }
            let path = port.path.isEmpty || port.path.hasPrefix("/") ? port.path : "/" + port.path
            return Connector(
                status: .available, protocol: port.spoken.rawValue,
                location: "\(port.spoken.rawValue)://\(port.address):\(number)\(path)")
        }
    }

    package func observe(_ work: Work, after seen: WorkState?) async throws(PlatformError) -> WorkState {
        let name = folders.container(work.session)
        var state = try await patiently { () async throws(PlatformError) in try await found(name) }
        if seen == .waiting || seen == nil, state.status == .created { return .waiting }
        if state.status != .ended { followers.follow(work.session, container: name) }
        if state.status == .running && seen != .running { return .running }
        while state.status != .ended {
            try await waitForEnd(work, name)
            state = try await patiently { () async throws(PlatformError) in try await found(name) }
        }
        try await patiently { () async throws(PlatformError) in
            try await followers.finish(work.session, container: name)
        }
        return .finished(try outcome(work, state))
    }

    /// Waits for the container, with an eye on its storage; too much of that ends it.
    private func waitForEnd(_ work: Work, _ name: String) async throws(PlatformError) {
        let watch = Task { await watchStorage(work, name) }
        defer { watch.cancel() }
        try await patiently { () async throws(PlatformError) in try await engine.wait(name) }
    }

    private func watchStorage(_ work: Work, _ name: String) async {
        if work.plan.storage.isEmpty { return }
        while !Task.isCancelled {
            for index in work.plan.storage.indices {
                guard let size = work.plan.storageBytes(index) else { continue }
                guard let bytes = Files.bytes(in: folders.storage(work.session, index)), bytes > size else { continue }
                try? Files.touch(overStorageFile(work.session, index))
                try? await engine.stop(name, graceSeconds: 0)
                return
            }
            // There is no event for the size of a directory tree.
            try? await Task.sleep(for: .seconds(settings.storageCheckSeconds))
        }
    }

    private func overStorageFile(_ session: UUID, _ index: Int) -> String {
        "\(folders.directory(session))/over-storage-\(index)"
    }

    /// Calls the engine again when it is away, until the patience of the settings is at its end.
    private func patiently<Value>(_ call: () async throws(PlatformError) -> Value) async throws(PlatformError) -> Value
    {
        let clock = ContinuousClock()
        var lastSeen = clock.now
        while true {
            let begin = clock.now
            do throws(PlatformError) {
                return try await call()
            } catch {
                guard error.code == .unreachable, !Task.isCancelled else { throw error }
                // A call that lasted, such as waiting for the end, had an engine until now.
                if clock.now - begin > .seconds(1) { lastSeen = clock.now }
                if clock.now - lastSeen > .seconds(settings.engineSeconds) { throw error }
                try? await Task.sleep(for: .milliseconds(500))
            }
        }
    }

    private func outcome(_ work: Work, _ container: EngineContainer) throws(PlatformError) -> Outcome {
        for index in work.plan.storage.indices where Files.exists(overStorageFile(work.session, index)) {
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
        if steps.isCancelled(work.session) {
            return Outcome(
                isSuccess: false, exitCode: container.exitCode,
                notes: [Note(.info, "The program was stopped because the session was cancelled.")])
        }
        let killed = container.exitCode == 137
        if container.isOutOfMemory || killed {
            let limit = try work.plan.details(as: ContainerPlan.self).memoryBytes / bytesPerGibibyte
            let template =
                container.isOutOfMemory
                ? "The program was killed because it took more than the {limit} GiB of memory that were offered."
                : "The program was killed (exit code {exitCode}) and nobody here asked for it: "
                    + "most likely it took more than the {limit} GiB of memory that were offered."
            return Outcome(
                isSuccess: false, exitCode: container.exitCode,
                notes: [Note(.error, template, ["limit": "\(limit)", "exitCode": "\(container.exitCode)"])])
        }
        var outcome = Outcome.exited(container.exitCode)
        if let fault = container.fault {
            let reason = EngineWords.reason(fault) ?? "an administrator finds why in the log of the engine"
            outcome.notes.append(Note(.error, "The engine could not run it: {reason}.", ["reason": reason]))
        }
        return outcome
    }
}
