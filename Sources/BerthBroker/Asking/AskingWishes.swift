package import BerthModel
import BerthPlatform

/// How long somebody who asks wants to wait, and for what.
package struct AskingWishes: Sendable {
    /// Platforms that have not answered after this time are not waited for; the broker's own limit holds too.
    package var time: TimeSpan?
    /// No more is waited for once platforms have said yes in so many ways.
    package var enough: Int?
    /// Of these ways only those count that can start before this instant, as things are held now.
    package var before: Instant?
    /// Is told each answer as soon as it comes, from any thread; none comes after the offer set.
    package var heard: (@Sendable (PlatformAnswer) -> Void)?

    package init(
        time: TimeSpan? = nil, enough: Int? = nil, before: Instant? = nil,
        heard: (@Sendable (PlatformAnswer) -> Void)? = nil
    ) {
        self.time = time
        self.enough = enough
        self.before = before
        self.heard = heard
    }

    /// - Parameter most: what the broker grants.
    func time(most: TimeSpan) -> TimeSpan { time.map { min(max($0, .zero), most) } ?? most }
}

extension PlatformAnswer {
    init(_ answer: Answer, from platform: String, at now: Instant) {
        switch answer {
        case .yes(let plans): self.init(platform: platform, answer: "yes", ways: Int64(plans.count), messages: [])
        case .no(let obstacles):
            self.init(
                platform: platform, answer: "no", ways: nil,
                messages: obstacles.map { $0.message(at: now, from: platform) })
        case .silence(let silence):
            self.init(
                platform: platform, answer: silence.reason.rawValue, ways: nil,
                messages: [
                    Message(
                        .warn, time: now, "{platform}: {problem}", ["platform": platform, "problem": silence.message])
                ])
        }
    }
}
