import BerthData
import BerthDocument
import BerthHost
import BerthModel
package import BerthPlatform
import BerthTasks

extension SlurmPlatform {
    /// Seconds that making directories and handing over the job takes.
    static let settingUpSeconds: Int64 = 5
    /// Seconds that ending and deleting takes at most.
    static let releasingSeconds: Int64 = 15

    package func canIDoThis(_ question: Question) async -> Answer {
        let facts: SlurmFacts
        do throws(PlatformError) { facts = try await known.facts() } catch { return answer(error) }
        var obstacles = question.obstaclesOfKind(executables: SlurmPlatform.abilities.executables, traits: facts.traits)
        obstacles += obstaclesOfContainer(question) ?? question.obstaclesOfMounts
        let capacity = capacity(for: question, facts)
        if let obstacle = question.obstacle(ofTraitsTogether: capacity, in: "the partition") {
            obstacles.append(obstacle)
        } else {
            obstacles += question.obstaclesOfSize(capacity: capacity)
        }
        obstacles += question.obstaclesOfQuotes(prices: settings.priceList)
        obstacles += question.obstacles(of: facts.partition)
        var sources: [DataSource] = []
        do throws(Obstacles) { sources = try storage.sources(of: question) } catch { obstacles += error.all }
        let script = Script(question.executable, python: settings.python)
        obstacles += script?.obstacles(storage, bytes: settings.scriptBytes) ?? []
        if case .jupyterNotebook(let notebook) = question.executable {
            obstacles += notebooks.obstacles(ofLocation: notebook.location ?? "")
        }
        guard obstacles.isEmpty else { return .no(obstacles.sortedByRung) }
        return await answer(question, script, sources, facts)
    }

    /// The part of the answer that takes a look at what is to be run, at data and the queue.
    private func answer(
        _ question: Question, _ script: Script?, _ sources: [DataSource], _ facts: SlurmFacts
    ) async -> Answer {
        var question = question
        var estimate = StagingEstimate(settingUp: SlurmPlatform.settingUpSeconds)
        var obstacles: [Obstacle] = []
        var found = SlurmPlan()
        if let script {
            let obstacle = await script.obstacle(fetchedBy: storage.stager, bytes: settings.scriptBytes)
            if let obstacle { obstacles.append(obstacle) }
            estimate.messages += script.messages(at: question.now)
        } else {
            let capacity = capacity(for: question, facts).largest
            do throws(PlatformError) {
                try await look(at: &question, capacity, facts, &found, &estimate, &obstacles)
            } catch { return SlurmPlatform.answer(ofLooking: error) }
        }
        await storage.look(at: sources, of: question, &estimate, &obstacles)
        if !obstacles.isEmpty { return .no(obstacles.sortedByRung) }
        var plans = question.plans(
            on: settings.name, capacity: capacity(for: question, facts), prices: settings.priceList
        ) { plan in
            plan.releasing = TimeSpan(seconds: SlurmPlatform.releasingSeconds)
            plan.patience = TimeSpan(seconds: settings.queueSeconds)
            plan.messages = estimate.messages
            var details = found
            details.seconds = max(1, question.duration.secondsRoundedUp)
            details.gres = plan.demand.amounts.filter { !$0.isPlain && $0.amount > 0 }
                .compactMap { SlurmGres.option($0.name, $0.amount, among: facts.resources) }
            details.features = question.compute.accelerated?.features ?? []
            details.excluded = facts.nodes(
                otherThan: found.image?.architecture ?? question.compute.accelerated?.architecture)
            details.staged = storage.staged(sources, of: question)
            if case .jupyterNotebook(let notebook) = question.executable {
                details.notebook?.file = NotebookAsking.fileName(
                    of: notebook.location ?? "", beside: plan.storageNames)
            }
            plan.details = details.document(for: .json)
        }
        return await offered(&plans, question, facts, estimate)
    }

    /// The plans for which Slurm says when it would begin.
    private func offered(
        _ plans: inout [Plan], _ question: Question, _ facts: SlurmFacts, _ estimate: StagingEstimate
    ) async -> Answer {
        var refused: [Obstacle] = []
        var offered: [Plan] = []
        for index in plans.indices {
            do throws(PlatformError) {
                let (wait, node) = try await queue(plans[index], question, setUp: estimate.seconds)
                let start = plans[index].takeStart(question, setUp: estimate.seconds, queue: wait)
                if settings.reservations {
                    let why = try await hold(&plans[index], question, on: node, from: start, facts)
                    plans[index].promise(start, queue: wait, on: node, held: why == nil, why, at: question.now)
                } else {
                    plans[index].promise(start, queue: wait, on: node, held: false, nil, at: question.now)
                }
                offered.append(plans[index])
            } catch {
                guard error.code == .refused else {
                    let held = offered
                    if settings.reservations { Task { await letGo(held) } }
                    return answer(error)
                }
                let obstacle = SlurmPlatform.obstacle(of: error)
                if !refused.contains(obstacle) { refused.append(obstacle) }
            }
        }
        return offered.isEmpty ? .no(refused.sortedByRung) : .yes(offered)
    }

    private func capacity(for question: Question, _ facts: SlurmFacts) -> Capacity {
        facts.capacity(
            for: question.compute,
            storageBytes: settings.storage?.gibibytesInBytes ?? Machine.freeBytes(at: folders.state))
    }

    /// How much later than wanted Slurm would begin, as it says itself: seconds, of more than a few whole minutes; and
    /// on which node.
    ///
    /// - Throws: `refused` with Slurm's words, and what commands throw.
    private func queue(
        _ plan: Plan, _ question: Question, setUp: Int64
    ) async throws(PlatformError) -> (seconds: Int64, node: String) {
        let ahead = max(setUp, (question.window.start - question.now).secondsRoundedUp)
        let job = try jobScript(plan, session: UUID(random: 0, 0), words: [])
        let said = try await commands.said(
            "sbatch", ["--test-only", "--begin=now+\(ahead)"] + job.options, input: Array("#!/bin/sh\n".utf8))
        let text = said.errorText + said.text
        if said.code != 0 { throw SlurmWords.error("sbatch", text) }
        guard let (time, node) = SlurmWords.start(text), let start = SlurmTime.instant(time) else {
            throw PlatformError(
                .broken, "Slurm's estimate of the start cannot be read.", subject: "sbatch",
                detail: String(text.prefix(500)))
        }
        let wait = (start - SlurmPlatform.clock()).secondsRoundedUp - ahead
        // What follows from the seconds of two clocks is no wait.
        return (wait <= 5 ? 0 : (wait + 59) / 60 * 60, node)
    }

    private func answer(_ error: PlatformError) -> Answer {
        if error.code == .refused { return .no([SlurmPlatform.obstacle(of: error)]) }
        return .silence(
            Silence(
                error.code == .unreachable ? .unreachable : .brokenReply, error.description, waited: .zero,
                detail: error.detail))
    }
}

extension Plan {
    /// The work is to be available when Slurm says, and preparing includes the wait.
    ///
    /// - Returns: when it can begin.
    fileprivate mutating func takeStart(_ question: Question, setUp: Int64, queue: Int64) -> Instant {
        preparing = TimeSpan(seconds: setUp + queue)
        let soon = max(question.now + preparing, question.window.start + TimeSpan(seconds: queue))
        return Instant(seconds: soon.seconds)
    }

    /// Says what the start of the work is worth.
    ///
    /// - Parameter why: it is not held, where it was to be.
    fileprivate mutating func promise(
        _ start: Instant, queue: Int64, on node: String, held: Bool, _ why: String?, at now: Instant
    ) {
        if held {
            let cores = max(1, demand[.cores])
            messages.append(
                Message(
                    .info, time: now,
                    "Slurm holds {cores} \(cores == 1 ? "core" : "cores") of {node} for it, from {start} on; memory it"
                        + " does not hold.",
                    ["cores": "\(cores)", "node": node, "start": start.description]))
            return
        }
        messages.append(
            Message(
                .info, time: now,
                queue == 0
                    ? "Slurm estimates that it can begin at {start}; Slurm's queue decides, nothing is reserved."
                    : "Slurm estimates that it can begin at {start}, after {seconds} s in the queue; Slurm's queue"
                        + " decides, nothing is reserved.",
                ["start": start.description, "seconds": "\(queue)"]))
        if let why {
            messages.append(Message(.info, time: now, "Slurm does not hold it: {problem}.", ["problem": why]))
        }
    }
}
