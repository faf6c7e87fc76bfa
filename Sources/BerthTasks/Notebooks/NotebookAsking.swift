import BerthData
package import BerthDocument
package import BerthHost
package import BerthModel
package import BerthPlatform

/// What a platform asks of a notebook before it says yes: whether it can be had and read, by which kernel it runs, and
/// whether that has what the notebook wants.
package struct NotebookAsking: Sendable {
    private let shelf: NotebookShelf
    private let kernels: any NotebookKernels

    package init(_ shelf: NotebookShelf, kernels: any NotebookKernels) {
        self.shelf = shelf
        self.kernels = kernels
    }

    /// Removes what a broker had fetched that was killed while it was asked.
    package func removeLeftovers(olderThan seconds: Int64) {
        for name in Files.names(in: shelf.folder)
        where Files.secondsSinceChange(of: shelf.folder + "/" + name) > seconds {
            Files.remove(shelf.folder + "/" + name)
        }
    }

    /// The member of the request that names the notebook.
    package static let location: DocumentPath = ["executable", "location"]

    /// Why nothing can be fetched from there, without input or output but for files of this machine.
    package func obstacles(ofLocation url: String) -> [Obstacle] {
        if DataURL.scheme(of: url) == "file" {
            if HostFile(url, allowed: shelf.hostPaths) != nil { return [] }
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

    /// Fetches a notebook and looks at it.
    ///
    /// - Parameters:
    ///   - estimate: gets what its owner should know.
    ///   - obstacles: gets every reason against it.
    /// - Throws: what nobody who asks could mend.
    package func plan(
        _ url: String, at now: Instant, _ estimate: inout StagingEstimate, _ obstacles: inout [Obstacle]
    ) async throws(PlatformError) -> NotebookPlan {
        var plan = NotebookPlan()
        guard let found = try await look(at: url, &obstacles) else { return plan }
        plan.sha256 = found.sha256
        let kernel = try await kernel(for: found.notebook, &obstacles)
        if let kernel { plan.kernel = kernel.name }
        estimate.messages.append(
            Message(
                .info, time: now,
                "The notebook has {bytes} bytes and {cells} cells of code; the kernel {kernel} runs it.",
                [
                    "bytes": "\(found.bytes)", "cells": "\(found.notebook.codeCells)", "kernel": kernel?.name ?? "",
                ]))
        if let kernel { try await compareRequirements(url, kernel, now, &estimate, &obstacles) }
        return plan
    }

    /// Fetches the notebook of a plan into a directory: the one that was asked for, and no other.
    ///
    /// - Throws: `mismatch` when it is another one by now, and what fetching throws.
    package func bring(_ plan: NotebookPlan, from url: String, to directory: String) async throws(PlatformError)
        -> Progress
    {
        let target = directory + "/" + plan.file
        if Files.exists(target) { return .done }
        let bytes = try await shelf.fetch(url, maximumBytes: shelf.maximumBytes)
        let sha256 = try Digest.check(bytes, is: "notebook", from: url, offered: plan.sha256)
        try Files.write(bytes, to: target)
        return Progress(notes: [
            Note(
                .info, "The notebook {name} is in place (SHA-256 {digest}).",
                ["name": plan.file, "digest": sha256])
        ])
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
                            "problem": error.description, "available": "\(shelf.maximumBytes)", "unit": "byte",
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
        let there = try await kernels.kernels()
        if let kernel = Kernel.fitting(notebook, among: there) { return kernel }
        let wanted =
            notebook.kernel.map { "the kernel \($0)" } ?? notebook.language.map { "a kernel for \($0)" }
            ?? "the kernel python3"
        obstacles.append(
            Obstacle(
                .notKnown, Self.location,
                "{path}: the notebook wants {wanted}, which is not here; there {are}: {available}.",
                [
                    "wanted": wanted, "are": there.count == 1 ? "is" : "are",
                    "available": there.isEmpty
                        ? "none" : there.map { "\($0.name) (\($0.language))" }.joined(separator: ", "),
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
        let installed = try await kernels.packages(of: kernel)
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

    /// What the notebook is called where it runs: none of the names that storage has there.
    package static func fileName(of url: String, beside taken: [String]) -> String {
        var name = DataURL.fileName(of: url)
        if !name.hasSuffix(".ipynb") { name += ".ipynb" }
        while taken.contains(name) { name = "notebook-" + name }
        return name
    }
}
