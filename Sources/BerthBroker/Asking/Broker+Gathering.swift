import BerthModel
import BerthPlatform

extension Broker {
    /// What platforms say, all asked at the same time; one that has not answered in time is silent.
    func answers(
        of platforms: [any Platform], to question: Question, by deadline: Instant,
        _ wishes: AskingWishes = AskingWishes()
    ) async -> [(platform: String, answer: Answer)] {
        let gathering = Gathering(count: platforms.count, enough: wishes.enough)
        // Most answers come from facts alone and are there at once, without a step to another thread.
        let asking = platforms.enumerated().map { index, platform in
            Task.immediate {
                let answer = await platform.canIDoThis(question)
                guard gathering.put(answer, at: index) else {
                    if case .yes(let plans) = answer { giveBack(plans, to: platform) }
                    return
                }
                guard let heard = wishes.heard else { return }
                let name = platform.profile.name
                heard(PlatformAnswer(checked(answer, of: name, question), from: name, at: question.now))
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
            for task in asking { task.cancel() }
        }
        return zip(platforms, answers).map { platform, answer in
            if case .silence(let silence)? = answer, let detail = silence.detail {
                log(
                    BrokerEvent(
                        .warning, "platform.silent",
                        ["platform": platform.profile.name, "reason": silence.reason.rawValue, "detail": detail]))
            }
            let name = platform.profile.name
            let said = answer ?? .silence(silence(of: name, deadline - question.now, gathering))
            let checked = checked(said, of: name, question)
            if case .yes(let plans) = said {
                if case .yes = checked {} else { giveBack(plans, to: platform) }
            }
            return (name, checked)
        }
    }

    /// Why there is no answer of a platform.
    private func silence(of name: String, _ time: TimeSpan, _ gathering: Gathering) -> Silence {
        gathering.hasEnough
            ? Silence(.tooSlow, "\(name) was not waited for: others had answered with enough.", waited: .zero)
            : Silence(.tooSlow, "\(name) has not answered within \(time).", waited: time)
    }

    /// What is not an answer becomes silence.
    private func checked(_ answer: Answer, of name: String, _ question: Question) -> Answer {
        switch answer {
        case .yes(let plans) where plans.isEmpty || plans.contains { $0.platform != name }:
            return .silence(
                Silence(
                    .brokenReply, "\(name) says yes with plans that are not its own.",
                    waited: world.now() - question.now))
        case .no(let obstacles) where obstacles.isEmpty:
            return .silence(
                Silence(.brokenReply, "\(name) says no and not why.", waited: world.now() - question.now))
        default: return open(answer, of: name, to: question.asker)
        }
    }

    /// A platform that is for some groups only is none for others, beside all that it says itself.
    private func open(_ answer: Answer, of name: String, to asker: Identity) -> Answer {
        guard let groups = groups(for: name), !groups.contains(where: asker.groups.contains) else { return answer }
        let obstacle = Obstacle.notInGroup(name, asker, groups)
        switch answer {
        case .yes: return .no([obstacle])
        case .no(let obstacles): return .no((obstacles + [obstacle]).sortedByRung)
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
    fileprivate var word: String {
        switch self {
        case .yes: "yes"
        case .no: "no"
        case .silence(let silence): silence.reason.rawValue
        }
    }
}
