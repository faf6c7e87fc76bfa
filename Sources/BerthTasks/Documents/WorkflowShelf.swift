package import BerthData
import BerthHost
import BerthPlatform
import Glibc
import Synchronization

/// The workflows that were asked for, kept for seconds: many questions are about the same one.
package final class WorkflowShelf: Sendable {
    /// Bounds of what is read while somebody waits for an answer.
    package struct Limits: Sendable {
        /// Most documents and files of one workflow.
        var documents: Int
        /// Longest fetch of all of them.
        var fetchSeconds: Int64
        /// Longest check by an engine.
        var checkSeconds: Int64
        var checksAtOnce: Int
        /// How long what was read is taken to be so.
        var freshSeconds: Int64 = 10
        /// Workflows that are kept; the oldest go first.
        var workflows = 64
        /// Verdicts of engines that are kept; all go when there are more.
        var verdicts = 1024

        package init(documents: Int64, fetchSeconds: Int64, checkSeconds: Int64, checksAtOnce: Int64) {
            self.documents = Int(clamping: documents)
            self.fetchSeconds = fetchSeconds
            self.checkSeconds = checkSeconds
            self.checksAtOnce = Int(clamping: checksAtOnce)
        }
    }

    typealias Reading = Result<ReadWorkflow, ReadingFault>

    private struct Key: Hashable {
        var language: WorkflowLanguage
        var address: WorkflowAddress
    }

    private struct Entry {
        var begun: ContinuousClock.Instant
        var task: Task<Reading, Never>
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        /// What an engine found, by what the documents add up to; `nil` for nothing.
        var verdicts: [String: Obstacle?] = [:]
        var count = 0
    }

    private let folder: String
    let fetcher: DocumentFetcher
    private let limits: Limits
    private let check: CWLCheck?
    private let turnstile: Turnstile
    private let state = Mutex(State())

    /// - Parameters:
    ///   - folder: where documents are while they are read.
    ///   - staging: the rules for what is fetched, and the most bytes of one document.
    ///   - cwltool: what looks at CWL on this machine; without it only what is read here is said of a document.
    package init(folder: String, staging: StagingLimits, hostPaths: [String], limits: Limits, cwltool: String?) {
        self.folder = folder
        fetcher = DocumentFetcher(limits: staging, hostPaths: hostPaths)
        self.limits = limits
        check = cwltool.map { CWLCheck(program: $0, seconds: limits.checkSeconds) }
        turnstile = Turnstile(places: limits.checksAtOnce)
    }

    /// What a workflow says, read now or seconds ago.
    func workflow(_ language: WorkflowLanguage, at location: String) async -> Reading {
        let key = Key(language: language, address: WorkflowAddress(location))
        let now = ContinuousClock().now
        let entry = state.withLock { state in
            if let entry = state.entries[key], entry.begun + .seconds(limits.freshSeconds) > now { return entry }
            state.count += 1
            let directory = "\(folder)/\(getpid())-\(state.count)"
            let entry = Entry(begun: now, task: Task { await self.read(key, in: directory) })
            state.entries[key] = entry
            if state.entries.count > limits.workflows,
                let oldest = state.entries.min(by: { $0.value.begun < $1.value.begun })
            {
                state.entries[oldest.key] = nil
            }
            return entry
        }
        let reading = await entry.task.value
        // What could not be fetched may be there the next time.
        if case .failure = reading {
            state.withLock { state in
                if state.entries[key]?.begun == entry.begun { state.entries[key] = nil }
            }
        }
        return reading
    }

    private func read(_ key: Key, in directory: String) async -> Reading {
        // Another broker may have left it that had the same number.
        Files.remove(directory)
        defer { Files.remove(directory) }
        let reading = WorkflowReading(
            fetcher: fetcher, documents: limits.documents, seconds: limits.fetchSeconds, language: key.language,
            address: key.address, directory: directory + "/documents")
        do throws(ReadingFault) {
            let library = try await reading.fetched()
            let files = library.files
            let content: ReadWorkflow.Content
            switch key.language {
            case .snakemake: content = .snakemake(try SnakefileFacts(library, key.address))
            case .cwl:
                content = .cwl(try CWLFacts(library, key.address))
                if let obstacle = try await verdict(files, key.address, directory) { throw .obstacles([obstacle]) }
            }
            return .success(ReadWorkflow(address: key.address, files: files, content: content))
        } catch {
            return .failure(error)
        }
    }

    /// What the engine finds: the same for the same documents.
    private func verdict(
        _ files: [WorkflowFile], _ address: WorkflowAddress, _ directory: String
    ) async throws(ReadingFault) -> Obstacle? {
        let names = files.map { "\($0.sha256) \($0.name)\n" }.joined() + (address.fragment ?? "")
        if let known = state.withLock({ $0.verdicts[names] }) { return known }
        guard let check else { return nil }
        let result = await turnstile.carryOut { await check.verdict(on: address, in: directory) }
        switch result {
        case .failure(let error): throw .silence(error)
        case .success(let obstacle):
            state.withLock { state in
                if state.verdicts.count >= limits.verdicts { state.verdicts = [:] }
                state.verdicts[names] = .some(obstacle)
            }
            return obstacle
        }
    }
}
