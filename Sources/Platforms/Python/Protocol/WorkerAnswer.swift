import BerthModel
import BerthPlatform

/// An answer as a worker says it.
struct WorkerAnswer: Shaped {
    var answer = ""
    var plans: [Plan] = []
    var obstacles: [WorkerObstacle] = []
    var reason: Silence.Reason?
    var message = ""
    var waited: TimeSpan?
    var detail: String?

    static let shape = Shape<WorkerAnswer>(
        "WorkerAnswer", "An answer as a worker says it.",
        [
            Field("answer", \.answer, "yes, no or silence."), Field("plans", \.plans, "Of a yes."),
            Field("obstacles", \.obstacles, "Of a no."), Field("reason", \.reason, "Of silence."),
            Field("message", \.message, "Of silence."), Field("waited", \.waited, "Of silence."),
            Field("detail", \.detail, "For the log alone."),
        ])

    private static let mostPlans = 100
    private static let mostObstacles = 200
    private static let mostCharacters = 1000
    private static let longest = TimeSpan(seconds: 10 * 366 * 86_400)

    /// The answer, or what is wrong with it.
    ///
    /// - Parameter name: of the platform, which plans are given in place of what the plugin calls itself.
    func told(_ name: String, waited here: TimeSpan) -> (answer: Answer?, problem: String) {
        switch answer {
        case "yes":
            if plans.isEmpty { return (nil, "it says yes without a plan") }
            if plans.count > Self.mostPlans { return (nil, "it has more than \(Self.mostPlans) plans") }
            for (index, plan) in plans.enumerated() {
                if let problem = Self.problem(plan) { return (nil, "plan \(index + 1) \(problem)") }
            }
            return (.yes(plans.map { Self.named($0, name) }), "")
        case "no":
            if obstacles.isEmpty { return (nil, "it says no without a reason") }
            var told: [Obstacle] = []
            for obstacle in obstacles.prefix(Self.mostObstacles) {
                guard let obstacle = obstacle.obstacle else {
                    return (nil, "it has an obstacle without a rung, a path or a sentence")
                }
                told.append(obstacle)
            }
            return (.no(told.sortedByRung), "")
        case "silence":
            guard let reason else { return (nil, "it is silent without a reason") }
            let silence = Silence(
                reason, String(message.prefix(Self.mostCharacters)), waited: waited ?? here, detail: detail)
            return (.silence(silence), "")
        default: return (nil, "its answer is neither yes, no nor silence")
        }
    }

    /// Why nobody could hold or carry out a plan.
    private static func problem(_ plan: Plan) -> String? {
        if plan.executable == nil || plan.compute == nil { return "has no executable or compute" }
        if plan.demand.amounts.contains(where: { $0.amount < 0 }) { return "demands less than nothing" }
        if Set(plan.demand.amounts.map(\.name)).count < plan.demand.amounts.count {
            return "demands the same resource twice"
        }
        for span in [plan.preparing, plan.releasing, plan.patience ?? .zero] where span < .zero || span > longest {
            return "takes less than no time, or more than ten years, to prepare or release"
        }
        return nil
    }

    /// As the broker holds it: the platform is a pool, and holds nothing by itself.
    private static func named(_ plan: Plan, _ name: String) -> Plan {
        var plan = plan
        plan.platform = name
        (plan.place, plan.heldUntil, plan.availableFrom) = (nil, nil, nil)
        return plan
    }
}
