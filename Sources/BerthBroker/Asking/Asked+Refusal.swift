import BerthModel
import BerthPlatform

/// The answer NO: every reason, and the smallest changes that would make it a yes.
extension Asked {
    /// The answer NO: every reason, the one that is easiest to mend first, and what would mend it.
    var refusal: OfferSetResponse {
        var answer = OfferSetResponse()
        answer.result = .no
        var meta = Metadata(uuid: id, name: request.component.meta?.name)
        meta.description = request.component.meta?.description
        meta.created = now
        explain(in: &meta)
        answer.meta = meta
        return answer
    }

    /// A session that says why it does not run.
    func failedSession(_ id: UUID, nextID: () -> UUID) -> Session {
        var session = Session()
        session.component = request.component
        var meta = request.component.meta ?? Metadata()
        meta.uuid = id
        meta.created = now
        meta.modified = now
        explain(in: &meta)
        session.component.meta = meta
        // What was asked for, as every session has it: each component with an identifier.
        var asked = Plan()
        asked.executable = request.executable
        asked.compute = request.compute
        asked.storage = request.storage
        asked.data = request.data
        asked = asked.withOwnIdentifiers(nextID)
        session.executable = asked.executable
        session.compute = asked.compute
        session.storage = asked.storage
        session.data = asked.data
        session.phase = .failed
        return session
    }

    /// Looks for the smallest changes with which platforms would say yes, by asking them again in the time that is
    /// left.
    ///
    /// - Parameter begin: from when on the time counts; the question unless given.
    mutating func searchChanges(of broker: Broker, from begin: Instant? = nil) async {
        let most = broker.settings.changesPerAnswer
        let isFull = late.contains { $0.platform.isEmpty }
        if most < 1 || isFull { return }
        var searches: [(platform: any Platform, blockers: [Blocker])] = []
        // Nobody was asked what makes no sense, and anybody may be when it does.
        if !problems.isEmpty && !problems.contains(where: \.ways.isEmpty) {
            searches = platforms.filter { !$0.isAskedOnce }.map { ($0, problems) }
        }
        var found: [Found] = []
        for (platform, answer) in zip(platforms, answers) {
            if platform.isAskedOnce {
                // What it was told is as good as what a search would find, and asks nobody.
                if case .no(let obstacles) = answer.answer {
                    for way in obstacles.flatMap(\.otherWays) { found.add(ChangeSet(way), platform.profile.name) }
                }
                continue
            }
            let blockers: [Blocker]
            switch answer.answer {
            case .silence: continue
            case .no(let obstacles): blockers = obstacles.map { Blocker($0) }
            case .yes(let plans):
                guard let question else { continue }
                let now = question.now
                blockers =
                    broker.memory.withLock { broker.blockers(of: plans, question, now: now, in: $0.ledger) } ?? []
            }
            if !blockers.isEmpty && !blockers.contains(where: \.ways.isEmpty) { searches.append((platform, blockers)) }
        }
        // With the fewest obstacles the smallest change is likeliest.
        searches = searches.enumerated().sorted {
            ($0.element.blockers.count, $0.offset) < ($1.element.blockers.count, $1.offset)
        }
        .prefix(Self.platformsSearched).map(\.element)
        let (request, asker) = (request, asker)
        let (now, deadline) = (self.now, (begin ?? now) + broker.settings.answerTime)
        // What may take long is no work for the thread that other connections wait for; what comes late has none.
        let isLong =
            searches.count > Self.platformsOfShortSearch || searches.contains { $0.platform.profile.hasPlaces }
            || request.isLong
        if isLong, begin == nil { await Task.yield() }
        let searching = searches.map { platform, blockers in
            Task.immediate {
                var search = ChangeSearch(request, questions: Self.questionsOfSearch) { changed, set in
                    // Platforms that compute and never wait do not look at the time.
                    if broker.world.now() >= deadline { return .silence }
                    return await broker.verdict(
                        of: platform, on: changed, for: set.applied(to: asker), now: now, by: deadline)
                }
                await search.search(from: blockers)
                return search.found
            }
        }
        for (search, task) in zip(searches, searching) {
            for set in await task.value { found.add(set, search.platform.profile.name) }
        }
        add(found, most: most)
    }

    /// Adds changes to those that are told.
    mutating func add(_ found: [Found], most: Int) {
        var all = changes
        for found in found {
            for platform in found.platforms { all.add(found.set, platform) }
        }
        changes = smallestFirst(all).prefix(most).map(\.self)
    }

    /// Sizes are only looked at where there is a choice.
    private func smallestFirst(_ found: [Found]) -> [Found] {
        if found.count < 2 { return found }
        return found.enumerated().map {
            (size: $0.element.set.size(from: request), place: $0.offset, found: $0.element)
        }
        .sorted { ($0.size, $0.place) < ($1.size, $1.place) }.map(\.found)
    }

    /// Nobody reads more, and what is told is remembered.
    private static let reasonsTold = 1000
    private static let platformsSearched = 16
    private static let platformsOfShortSearch = 4
    private static let questionsOfSearch = 24

    private var obstacles: [(platform: String?, obstacle: Obstacle)] {
        var all: [(platform: String?, obstacle: Obstacle)] = problems.map { (nil, $0.obstacle) }
        for (platform, answer) in answers {
            if case .no(let obstacles) = answer { all += obstacles.map { (named(platform), $0) } }
        }
        all += late.map { ($0.platform.isEmpty ? nil : named($0.platform), $0.obstacle) }
        return all.enumerated().sorted { ($0.element.obstacle.rung, $0.offset) < ($1.element.obstacle.rung, $1.offset) }
            .map(\.element)
    }

    /// Why not, and what would do.
    private func explain(in meta: inout Metadata) {
        let obstacles = obstacles
        meta.messages = reasons(obstacles)
        meta.options = options(obstacles.map(\.obstacle))
    }

    private func reasons(_ obstacles: [(platform: String?, obstacle: Obstacle)]) -> [Message] {
        var messages = obstacles.map { $0.obstacle.message(at: time(of: $0.platform), from: $0.platform) }
        for (platform, answer) in answers {
            if case .silence(let silence) = answer { messages.append(message(silence, from: platform)) }
        }
        if messages.isEmpty {
            let why = isChoice ? "No platform is left to ask." : "This service has no platform that could run anything."
            messages.append(Message(.warn, time: now, why))
        }
        if messages.count > Self.reasonsTold {
            let rest = messages.count - Self.reasonsTold
            messages.removeLast(rest)
            messages.append(Message(.warn, time: now, "{count} more reasons are not told.", ["count": "\(rest)"]))
        }
        for (index, change) in changes.enumerated() {
            messages.append(change.set.message(index + 1, on: change.platforms, of: request, at: now))
        }
        return messages + notes
    }

    /// What would do: the changes that were found first, then what each obstacle by itself would go away with.
    private func options(_ obstacles: [Obstacle]) -> [Option] {
        var seen: Set<Option> = []
        let all = changes.flatMap(\.set.changes) + obstacles.compactMap(\.change)
        return all.compactMap(\.option).filter { seen.insert($0).inserted }
    }
}

extension [Asked.Found] {
    fileprivate mutating func add(_ set: ChangeSet, _ platform: String) {
        guard let known = firstIndex(where: { $0.set == set }) else { return append((set, [platform])) }
        if !self[known].platforms.contains(platform) { self[known].platforms.append(platform) }
    }
}

extension PlatformProfile {
    /// Many nodes or flavors, each of which is looked at.
    fileprivate var hasPlaces: Bool {
        if case .pool? = capacity?.form { return false }
        return capacity != nil
    }
}

extension ExecutionRequest {
    fileprivate var isLong: Bool {
        storage.count + data.count + component.costs.count + component.metrics.count > 50
    }
}
