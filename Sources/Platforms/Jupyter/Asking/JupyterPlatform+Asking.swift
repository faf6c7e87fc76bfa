import BerthData
import BerthDocument
import BerthHost
import BerthModel
package import BerthPlatform

extension JupyterPlatform {
    /// Seconds that making storage and starting a kernel takes.
    static let settingUpSeconds: Int64 = 5
    /// Seconds that stopping and deleting takes at most.
    static let releasingSeconds: Int64 = 10

    package func canIDoThis(_ question: Question) async -> Answer {
        let capacity = profile.capacity ?? Capacity(Resources())
        var obstacles = question.obstaclesOfKind(executables: profile.executables, traits: Machine.traits)
        obstacles += question.obstaclesOfSize(capacity: capacity)
        obstacles += question.obstaclesOfQuotes(prices: settings.priceList)
        obstacles += question.obstaclesOfMounts
        var sources: [DataSource] = []
        do throws(Obstacles) {
            sources = try host.storage.sources(of: question)
        } catch {
            obstacles += error.all
        }
        guard case .jupyterNotebook(let notebook) = question.executable else {
            return .no(obstacles.sortedByRung)
        }
        obstacles += obstaclesOfLocation(notebook.location ?? "")
        if !obstacles.isEmpty { return .no(obstacles.sortedByRung) }
        return await answer(question, notebook.location ?? "", sources)
    }

    /// The member of the request that names the notebook.
    static let location: DocumentPath = ["executable", "location"]

    /// Why nothing can be fetched from there, without input or output but for files of this machine.
    private func obstaclesOfLocation(_ url: String) -> [Obstacle] {
        if DataURL.scheme(of: url) == "file" {
            if HostFile(url, allowed: settings.hostPaths) != nil { return [] }
            return [
                Obstacle(
                    .notAllowed, Self.location,
                    "{path}: this site does not let {location} be read, or it is no ordinary file.",
                    ["location": url], couldChange: "the site")
            ]
        }
        guard let fault = DataURL.fault(of: url) else { return [] }
        return [
            Obstacle(
                DataURL.scheme(of: url) == nil ? .contradictory : .notKnown, Self.location,
                "{path}: {location} cannot be used: {fault}.",
                ["location": DataURL.withoutSecrets(url), "fault": fault])
        ]
    }

    /// The part of the answer that takes a look at the notebook, the kernels and the data.
    private func answer(_ question: Question, _ url: String, _ sources: [DataSource]) async -> Answer {
        var estimate = StagingEstimate(settingUp: JupyterPlatform.settingUpSeconds)
        var obstacles: [Obstacle] = []
        var details = JupyterPlan()
        do throws(PlatformError) {
            if let found = try await look(at: url, &obstacles) {
                details.sha256 = found.sha256
                let kernel = try await kernel(for: found.notebook, &obstacles)
                if let kernel { details.kernel = kernel.name }
                estimate.messages.append(
                    Message(
                        .info, time: question.now,
                        "The notebook has {bytes} bytes and {cells} cells of code; the kernel {kernel} runs it.",
                        [
                            "bytes": "\(found.bytes)", "cells": "\(found.notebook.codeCells)",
                            "kernel": kernel?.name ?? "",
                        ]))
                if let kernel { try await compareRequirements(url, kernel, question.now, &estimate, &obstacles) }
            }
        } catch {
            let reason: Silence.Reason = error.code == .overLimit ? .tooSlow : .unreachable
            return .silence(Silence(reason, error.description, waited: .zero, detail: error.detail))
        }
        await host.storage.look(at: sources, of: question, &estimate, &obstacles)
        if !obstacles.isEmpty { return .no(obstacles.sortedByRung) }
        return .yes(plans(question, url, details, sources, estimate))
    }

    private func look(
        at url: String, _ obstacles: inout [Obstacle]
    ) async throws(PlatformError) -> NotebookShelf.Found? {
        let found: Result<NotebookShelf.Found, Notebook.Fault>
        do throws(PlatformError) {
            found = try await shelf.found(url)
        } catch {
            guard [.overLimit, .notFound, .refused, .unreachable, .mismatch].contains(error.code),
                error.code != .overLimit || error.subject != nil
            else { throw error }
            let isSize = error.code == .overLimit
            obstacles.append(
                Obstacle(
                    isSize ? .never : .dataUnreachable, Self.location, "{path}: {problem}",
                    isSize
                        ? [
                            "problem": error.description, "available": "\(settings.notebookBytes)", "unit": "byte",
                        ] : ["problem": error.description],
                    couldChange: isSize ? "the site" : nil))
            return nil
        }
        switch found {
        case .success(let found): return found
        case .failure(let fault):
            obstacles.append(
                Obstacle(
                    .contradictory, Self.location, "{path}: {location} cannot be run: {fault}.",
                    ["location": DataURL.withoutSecrets(url), "fault": fault.message]))
            return nil
        }
    }

    private func kernel(
        for notebook: Notebook, _ obstacles: inout [Obstacle]
    ) async throws(PlatformError) -> Kernel? {
        let kernels = try await installation.kernels()
        if let kernel = Kernel.fitting(notebook, among: kernels) { return kernel }
        let wanted =
            notebook.kernel.map { "the kernel \($0)" } ?? notebook.language.map { "a kernel for \($0)" }
            ?? "the kernel python3"
        obstacles.append(
            Obstacle(
                .notKnown, Self.location,
                "{path}: the notebook wants {wanted}, which is not here; there {are}: {available}.",
                [
                    "wanted": wanted, "are": kernels.count == 1 ? "is" : "are",
                    "available": kernels.isEmpty
                        ? "none" : kernels.map { "\($0.name) (\($0.language))" }.joined(separator: ", "),
                ], couldChange: "the site"))
        return nil
    }

    /// Holds what the `requirements.txt` beside the notebook names against what the kernel has.
    private func compareRequirements(
        _ url: String, _ kernel: Kernel, _ now: Instant, _ estimate: inout StagingEstimate,
        _ obstacles: inout [Obstacle]
    ) async throws(PlatformError) {
        func say(_ template: String, _ values: NamedTexts) {
            estimate.messages.append(Message(.info, time: now, template, values))
        }
        let text: String?
        do throws(PlatformError) {
            text = try await shelf.requirements(beside: url)
        } catch {
            say("The requirements.txt beside the notebook was not looked at: {problem}", ["problem": error.description])
            return
        }
        guard let text else { return }
        let (requirements, others) = Requirement.reading(text)
        if kernel.language != "python" {
            say(
                "The requirements.txt beside the notebook names packages of Python, and the kernel is for {language}.",
                ["language": kernel.language])
            return
        }
        if !others.isEmpty {
            say(
                "Not compared with what is installed: {lines}",
                ["lines": others.prefix(10).map { String($0.prefix(100)) }.joined(separator: "; ")])
        }
        let installed = try await installation.packages(of: installation.program(of: kernel))
        let missing = requirements.compactMap { $0.fault(installed: installed) }
        if missing.isEmpty { return }
        obstacles.append(
            Obstacle(
                .never, Self.location,
                "{path}: the requirements.txt beside the notebook wants {wanted}, which the kernel {kernel} does not "
                    + "have.",
                ["wanted": missing.prefix(50).joined(separator: ", "), "kernel": kernel.name],
                couldChange: "the site"))
    }

    private func plans(
        _ question: Question, _ url: String, _ found: JupyterPlan, _ sources: [DataSource],
        _ estimate: StagingEstimate
    ) -> [Plan] {
        question.plans(
            on: settings.name, capacity: profile.capacity ?? Capacity(Resources()), prices: settings.priceList
        ) { plan in
            plan.preparing = TimeSpan(seconds: estimate.seconds)
            plan.releasing = TimeSpan(seconds: JupyterPlatform.releasingSeconds)
            plan.messages = estimate.messages
            var details = found
            details.file = JupyterPlatform.fileName(of: url, beside: plan.storageNames)
            details.staged = host.storage.staged(sources, of: question)
            plan.details = details.document(for: .json)
        }
    }

    /// What the notebook is called where it runs: none of the names that storage has there.
    static func fileName(of url: String, beside taken: [String]) -> String {
        var name = DataURL.fileName(of: url)
        if !name.hasSuffix(".ipynb") { name += ".ipynb" }
        while taken.contains(name) { name = "notebook-" + name }
        return name
    }
}
