import BerthModel
import BerthPlatform

extension Broker {
    typealias Said = (platform: String, answer: Answer)

    /// What platforms say, all asked at the same time; one that has not answered in time is silent.
    func answers(of platforms: [any Platform], to question: Question, by deadline: Instant) async -> [Said] {
        let (answers, late) = await gather(from: platforms, question, by: deadline, AskingWishes())
        late?.stop()
        return answers
    }

    /// What platforms say in time, and those who have not said anything yet.
    ///
    /// - Returns: nothing late when all have answered; else somebody has to wait for it, or to stop it.
    func gather(
        from platforms: [any Platform], _ question: Question, by deadline: Instant, _ wishes: AskingWishes
    ) async -> (answers: [Said], late: LateAnswers?) {
        let gathering = Gathering(count: platforms.count, enough: wishes.enough) { [self] plan in
            wishes.before.map { canStart(plan, of: question, before: $0) } ?? true
        }
        // Most answers come from facts alone and are there at once, without a step to another thread.
        let asking = platforms.enumerated().map { index, platform in
            Task.immediate {
                let name = platform.profile.name
                let said = await platform.canIDoThis(question)
                let answer = checked(said, of: name, question)
                let fate = gathering.put(answer, at: index)
                if case .yes(let plans) = said {
                    // What is no yes to this asker, or comes when nobody looks at it any more.
                    if case .yes = answer, fate != .tooLate {} else { giveBack(plans, to: platform) }
                }
                if fate == .inTime { wishes.heard?(PlatformAnswer(answer, from: name, at: question.now)) }
            }
        }
        var answers: [Answer?]
        if gathering.isComplete {
            answers = await gathering.answers()
        } else {
            let clock = Task { [world] in
                await world.sleep(until: deadline)
                gathering.giveUp()
            }
            answers = await gathering.answers()
            clock.cancel()
        }
        let all = zip(platforms, answers).map { platform, answer -> Said in
            let name = platform.profile.name
            if let answer { logSilence(answer, of: name) }
            return (name, answer ?? .silence(silence(of: name, deadline - question.now, gathering)))
        }
        if !gathering.isMissingSome { return (all, nil) }
        return (all, LateAnswers(gathering: gathering, asking: asking, end: question.now + settings.lateAnswerTime))
    }

    /// Whether an offer of a plan could start in time, as things are held now.
    private func canStart(_ plan: Plan, of question: Question, before instant: Instant) -> Bool {
        let times = SlotTimes(question, plan, now: world.now(), offerLife: settings.offerLife)
        guard
            case .slot(let slot, _) = memory.withLock({
                $0.ledger.place(plan, times, group: nil, for: question.asker)
            })
        else {
            return false
        }
        return slot.availableStart < instant
    }

    func logSilence(_ answer: Answer, of name: String) {
        guard case .silence(let silence) = answer, let detail = silence.detail else { return }
        log(
            BrokerEvent(
                .warning, "platform.silent",
                ["platform": name, "reason": silence.reason.rawValue, "detail": detail]))
    }

    /// Why there is no answer of a platform.
    private func silence(of name: String, _ time: TimeSpan, _ gathering: Gathering) -> Silence {
        gathering.hasEnough
            ? Silence(.tooSlow, "\(name) was not waited for: others had answered with enough.", waited: .zero)
            : Silence(.tooSlow, "\(name) has not answered within \(time).", waited: time)
    }

    /// What is not an answer becomes silence.
    func checked(_ answer: Answer, of name: String, _ question: Question) -> Answer {
        switch answer {
        case .yes(let plans) where plans.isEmpty || plans.contains { $0.platform != name }:
            return .silence(
                Silence(
                    .brokenReply, "\(name) says yes with plans that are not its own.",
                    waited: world.now() - question.now))
        case .no(let obstacles) where obstacles.isEmpty:
            return .silence(
                Silence(.brokenReply, "\(name) says no and not why.", waited: world.now() - question.now))
        default: return open(answer, of: name, question)
        }
    }

    /// A platform that is for some groups only is none for others, and nobody may hold more than one person may, beside
    /// all that the platform says itself.
    func open(_ answer: Answer, of name: String, _ question: Question) -> Answer {
        let asker = question.asker
        var own: [Obstacle] = []
        if let groups = groups(for: name), !groups.contains(where: asker.groups.contains) {
            own.append(.notInGroup(name, asker, groups))
        }
        if let share = settings.shares[name], asker != .anonymous {
            own += question.obstacles(ofShare: share.resources)
        }
        switch answer {
        case _ where own.isEmpty: return answer
        case .yes: return .no(own)
        // A snapshot has kept what was said with these already.
        case .no(let obstacles): return .no((obstacles + own.filter { !obstacles.contains($0) }).sortedByRung)
        case .silence: return answer
        }
    }

    func count(_ answers: [(platform: String, answer: Answer)], at now: Instant) {
        memory.withLock { memory in
            for (platform, answer) in answers {
                memory.lastAnswers[platform] = BrokerMemory.LastAnswer(time: now, word: answer.word)
                switch answer {
                case .yes: break
                case .no(let obstacles):
                    for obstacle in obstacles {
                        memory.figures.obstacles[.init(platform: platform, rung: obstacle.rung), default: 0] += 1
                    }
                case .silence(let silence):
                    memory.figures.silences[.init(platform: platform, reason: silence.reason), default: 0] += 1
                }
            }
        }
    }
}

extension Answer {
    /// As lists of platforms say it.
    var word: String {
        switch self {
        case .yes: "yes"
        case .no: "no"
        case .silence(let silence): silence.reason.rawValue
        }
    }
}
