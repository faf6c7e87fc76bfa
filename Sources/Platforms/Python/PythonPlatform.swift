import BerthHost
package import BerthModel
package import BerthPlatform

/// A class in Python as a platform: it runs in a process of its own, a worker, and is spoken to over two pipes.
///
/// A plugin that raises, loops, prints or ends its process takes nobody else with it. Source: docs/PYTHON_PLUGINS.md.
package struct PythonPlatform: LogProviding {
    package let settings: PythonSettings
    let worker: Worker
    let steps = RunningSteps()
    let now: @Sendable () -> Instant

    /// Starts the worker, and does not wait for it.
    ///
    /// - Throws: `refused` for settings that cannot be meant, with the key; `broken` when the state directory cannot be
    ///   made.
    package init(_ settings: PythonSettings, now: @escaping @Sendable () -> Instant) throws(PlatformError) {
        try settings.check()
        var settings = settings
        let state =
            settings.stateDirectory
            ?? "\(Machine.stateDirectory(of: PythonSettings.kind, Machine.environment))/\(settings.name)"
        settings.stateDirectory = state
        try Files.makeDirectory(state)
        self.settings = settings
        self.now = now
        worker = Worker(
            settings.name, WorkerLaunch(settings, state: state), limits: WorkerLimits(settings), now: now)
        // What it has is wanted before anybody asks.
        Task { [worker] in _ = await worker.profile() }
    }

    package var profile: PlatformProfile {
        let known = worker.knownProfile
        let said = known?.executables.compactMap { Kind(uri: $0) } ?? []
        let outage = worker.outage ?? known?.outage
        // One that does not load takes nothing; of one that is still being loaded anything may come.
        let others = known == nil && outage != nil ? [] : PythonPlatform.executables
        return PlatformProfile(
            name: settings.name, kind: PythonSettings.kind, summary: known?.summary ?? PythonSettings.summary,
            executables: said.isEmpty ? others : said,
            // Until it has said how much there is, nothing bounds it; it is asked before every question.
            capacity: known == nil ? WorkerCapacity().all : known?.capacity?.all,
            outage: outage)
    }
}
