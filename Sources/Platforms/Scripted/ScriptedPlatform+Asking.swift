import BerthDocument
import BerthModel
package import BerthPlatform

extension ScriptedPlatform {
    package func canIDoThis(_ question: Question) async -> Answer {
        let answer = settings.answer
        if answer.delay > .zero { await clock.sleep(clock.now() + answer.delay) }
        if let silence = answer.silence {
            return .silence(
                Silence(
                    Silence.Reason(rawValue: silence.rawValue) ?? .unreachable,
                    "The script says that there is no answer.", waited: answer.delay))
        }
        let capacity = profile.capacity ?? Resources()
        var obstacles = question.obstaclesOfKind(executables: profile.executables)
        obstacles += question.obstaclesOfSize(capacity: capacity)
        obstacles += question.obstaclesOfQuotes(costs: answer.costs, metrics: answer.metrics)
        obstacles += answer.refusals.filter { $0.matches(question) }.map(\.obstacle)
        if !obstacles.isEmpty { return .no(obstacles.sorted { $0.rung < $1.rung }) }
        return .yes(plans(question, capacity))
    }

    /// The most that is wanted first, and the least where that is something else.
    private func plans(_ question: Question, _ capacity: Resources) -> [Plan] {
        guard case .simple(let compute) = question.compute else { return [] }
        let cores = PromisedAmount(compute.cores, capacity: capacity[.cores])
        let memory = PromisedAmount(compute.memory, capacity: capacity[.memory] / bytesPerGibibyte)
        var plans = [plan(question, cores.most, memory.most)]
        if !cores.isFixed || !memory.isFixed { plans.append(plan(question, cores.least, memory.least)) }
        return plans
    }

    private func plan(_ question: Question, _ cores: Int64, _ memory: Int64) -> Plan {
        var plan = Plan(question, on: settings.name, cores: cores, memoryGibibytes: memory)
        plan.preparing = settings.preparing
        plan.releasing = settings.releasing
        plan.costs = settings.answer.costs
        plan.metrics = settings.answer.metrics
        return plan
    }
}

extension ScriptedRefusal {
    func matches(_ question: Question) -> Bool {
        if let image {
            guard case .dockerContainer(let container) = question.executable,
                container.image?.locations.contains(where: { $0.contains(image) }) == true
            else { return false }
        }
        if let memoryAbove {
            guard case .simple(let compute) = question.compute, (compute.memory?.min ?? 0) > memoryAbove else {
                return false
            }
        }
        return true
    }

    var obstacle: Obstacle {
        let rung = Obstacle.Rung.allCases.first { $0.name == (self.rung ?? .notAllowed).rawValue } ?? .notAllowed
        return Obstacle(
            rung, DocumentPath(path) ?? .root, "{problem}", ["problem": message], couldChange: couldChange)
    }
}
