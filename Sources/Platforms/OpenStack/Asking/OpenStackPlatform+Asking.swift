import BerthData
import BerthDocument
import BerthHTTP
import BerthHost
import BerthModel
package import BerthPlatform

extension OpenStackPlatform {
    /// Seconds that making volumes takes.
    static let settingUpSeconds: Int64 = 10
    /// Seconds that deleting a machine and its volumes takes at most.
    static let releasingSeconds: Int64 = 60

    package func canIDoThis(_ question: Question) async -> Answer {
        let facts: CloudFacts
        let all: CloudFacts
        do throws(PlatformError) { all = try await known.facts() } catch { return OpenStackPlatform.silence(error) }
        facts = all.suiting(question.compute)
        var obstacles = question.obstaclesOfKind(executables: profile.executables, traits: all.traits)
        if facts.flavors.isEmpty, let obstacle = question.obstacle(ofTraitsTogether: "flavor", of: "this cloud") {
            // What is not there at all was told of each.
            if all.traits.suit(question.compute) { obstacles.append(obstacle) }
        } else {
            obstacles += question.obstaclesOfSize(capacity: facts.capacity)
        }
        obstacles += question.obstaclesOfQuotes(prices: settings.priceList, capacity: facts.capacity)
        obstacles += question.obstacles(of: facts)
        var sources: [DataSource] = []
        do throws(Obstacles) { sources = try storage.sources(of: question) } catch { obstacles += error.all }
        let script = Script(question.executable, python: settings.python)
        if let script { obstacles += question.obstaclesOfMounts + script.obstacles(bytes: settings.scriptBytes) }
        if case .dockerContainer(let container) = question.executable {
            obstacles += ContainerMount.obstacles(question) + container.obstacles(settings)
        }
        if !obstacles.isEmpty { return .no(obstacles.sortedByRung) }
        return await answer(question, script, sources, facts)
    }

    /// The part of the answer that takes a look at data and at what is free now.
    private func answer(
        _ question: Question, _ script: Script?, _ sources: [DataSource], _ facts: CloudFacts
    ) async -> Answer {
        var estimate = StagingEstimate(
            settingUp: settings.bootSeconds + (question.storage.isEmpty ? 0 : OpenStackPlatform.settingUpSeconds))
        var obstacles: [Obstacle] = []
        await storage.look(at: sources, of: question, &estimate, &obstacles)
        let obstacle = await script?.obstacle(fetchedBy: storage.stager, bytes: settings.scriptBytes)
        if let obstacle { obstacles.append(obstacle) }
        let plans = plans(question, sources, facts, estimate)
        obstacles += obstaclesOfTask(question, plans.first)
        if !obstacles.isEmpty { return .no(obstacles.sortedByRung) }
        do throws(PlatformError) {
            let quota = try await cloud.quota(withVolumes: !question.storage.isEmpty)
            let short = question.obstacles(ofVolumes: quota)
            if !short.isEmpty { return .no(short.sortedByRung) }
            let rooms = try await rooms(of: plans, quota, facts)
            return answer(question, plans, rooms, quota, facts)
        } catch { return OpenStackPlatform.silence(error) }
    }

    private func plans(
        _ question: Question, _ sources: [DataSource], _ facts: CloudFacts, _ estimate: StagingEstimate
    ) -> [Plan] {
        question.plans(on: settings.name, capacity: facts.capacity, prices: settings.priceList) { plan in
            guard let flavor = facts.flavor(plan.place) else { return }
            plan.preparing = TimeSpan(seconds: estimate.seconds)
            plan.releasing = TimeSpan(seconds: OpenStackPlatform.releasingSeconds)
            plan.patience = TimeSpan(seconds: settings.patienceSeconds)
            plan.messages += estimate.messages
            plan.messages.append(flavor.diskMessage(at: question.now))
            plan.messages.append(
                Message(
                    .info, time: question.now,
                    "The machine is taken to boot in {seconds} s, a default; its time counts from when it has.",
                    ["seconds": "\(settings.bootSeconds)"]))
            var details = OpenStackPlan()
            details.flavor = flavor.id
            details.flavorName = flavor.name
            details.image = facts.image.value?.id ?? ""
            details.seconds = max(1, question.duration.secondsRoundedUp)
            details.staged = storage.staged(sources, of: question)
            plan.details = details.document(for: .json)
        }
    }

    /// What Placement says of the flavors for which there is quota, all asked at the same time.
    private func rooms(
        of plans: [Plan], _ quota: CloudQuota, _ facts: CloudFacts
    ) async throws(PlatformError) -> [String: Cloud.Room] {
        let flavors = plans.compactMap { facts.flavor($0.place) }.filter { quota.shortages(of: $0).isEmpty }
        let cloud = cloud
        let results = await withTaskGroup(of: (String, Result<Cloud.Room, PlatformError>).self) { group in
            for flavor in flavors {
                group.addTask {
                    do throws(PlatformError) {
                        return (flavor.name, .success(try await cloud.room(for: flavor)))
                    } catch { return (flavor.name, .failure(error)) }
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        var rooms: [String: Cloud.Room] = [:]
        for flavor in flavors { rooms[flavor.name] = try results[flavor.name]?.get() }
        return rooms
    }

    /// Those plans for which there is room; where there are none, why not even for the closest flavor.
    private func answer(
        _ question: Question, _ plans: [Plan], _ rooms: [String: Cloud.Room], _ quota: CloudQuota, _ facts: CloudFacts
    ) -> Answer {
        var offered: [Plan] = []
        var refused: [Obstacle] = []
        func refuse(_ obstacle: Obstacle) {
            if !refused.contains(where: { $0.template == obstacle.template && $0.path == obstacle.path }) {
                refused.append(obstacle)
            }
        }
        let fitting = facts.largest { quota.shortages(of: $0).isEmpty }
        for plan in plans {
            guard let flavor = facts.flavor(plan.place) else { continue }
            let shortages = quota.shortages(of: flavor)
            for shortage in shortages {
                refuse(shortage.obstacle(flavor, change: question.change(to: fitting, for: shortages)))
            }
            guard let room = rooms[flavor.name] else { continue }
            switch room {
            case .hosts(0): refuse(.noHost(for: flavor))
            case .never(let why): refuse(.noHost(for: flavor, why))
            case .hosts, .unknown:
                var plan = plan
                plan.messages.append(room.message(at: question.now))
                offered.append(plan)
            }
        }
        return offered.isEmpty ? .no(refused.sortedByRung) : .yes(offered)
    }

    /// A task that Nova would not take: what stands in the way is its environment, or its arguments.
    private func obstaclesOfTask(_ question: Question, _ plan: Plan?) -> [Obstacle] {
        guard let plan, let task = try? task(of: plan, session: UUID(random: 0, 0), script: nil, volumes: []) else {
            return []
        }
        let longest = Script(question.executable, python: settings.python)?.text?.utf8.count ?? 0
        let bytes = task.document.asJSON.utf8.count + Base64.encodedCount(longest)
        if bytes <= MachineProgram.mostTaskBytes { return [] }
        return [
            Obstacle(
                .never, ["executable"],
                "{path}: with all its arguments and variables it has {wanted} bytes, and a machine can be told"
                    + " {available}; let it fetch what is long.",
                ["wanted": "\(bytes)", "available": "\(MachineProgram.mostTaskBytes)", "unit": "byte"])
        ]
    }

    /// What cannot be asked is no NO: somebody else may find out more, or the same one later.
    static func silence(_ error: PlatformError) -> Answer {
        let reason: Silence.Reason =
            switch error.code {
            case .overLimit: .tooSlow
            case .broken: .brokenReply
            default: .unreachable
            }
        return .silence(Silence(reason, error.description, waited: .zero, detail: error.detail))
    }
}

extension CloudFlavor {
    fileprivate func diskMessage(at now: Instant) -> Message {
        let disk = rootGibibytes + ephemeralGibibytes
        return Message(
            .info, time: now,
            disk == 0
                ? "The disk of the machine is as large as its image; it goes when the machine does."
                : "The machine has {disk} GiB of disk beside, which go when it does.", ["disk": "\(disk)"])
    }
}

extension Cloud.Room {
    fileprivate func message(at now: Instant) -> Message {
        switch self {
        case .hosts(let count):
            Message(
                .info, time: now,
                count == 1
                    ? "Placement sees room on one host now; nothing is reserved before the machine boots."
                    : "Placement sees room on {hosts} hosts now; nothing is reserved before the machine boots.",
                ["hosts": count >= Cloud.hostsAsked ? "\(count) or more" : "\(count)"])
        case .unknown(let why), .never(let why):
            Message(
                .info, time: now,
                "Whether a host has room is found out when the machine boots: {reason}.", ["reason": why])
        }
    }
}

extension Obstacle {
    /// - Parameters:
    ///   - flavor: one that no host of the cloud can have.
    ///   - why: Placement's words.
    fileprivate static func noHost(for flavor: CloudFlavor, _ why: String) -> Obstacle {
        Obstacle(
            .never, ["compute"], "{path}: no host can have the flavor {flavor}: {problem}.",
            ["flavor": flavor.name, "problem": why], couldChange: "the site")
    }

    /// - Parameter flavor: the closest of those for which there is quota.
    fileprivate static func noHost(for flavor: CloudFlavor) -> Obstacle {
        Obstacle(
            .notNow, ["compute"],
            "{path}: Placement sees no host now with room for the flavor {flavor}: {cores} cores, {memory} MiB of"
                + " memory and {disk} GiB of disk; others are on them.",
            [
                "flavor": flavor.name, "cores": "\(flavor.cores)", "memory": "\(flavor.memoryMebibytes)",
                "disk": "\(flavor.rootGibibytes + flavor.ephemeralGibibytes)", "wanted": "1", "available": "0",
                "unit": "host",
            ])
    }
}
