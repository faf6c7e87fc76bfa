import BerthModel
import BerthPlatform

// What platforms hold of their own for a plan is given back when nobody will use the plan. Nobody waits for it, and
// what is lost with this process expires where it is held.

extension Broker {
    func giveBack(_ plans: [Plan], to platform: any Platform) {
        guard !plans.isEmpty, let holder = platform as? any OfferHolding else { return }
        Task { await holder.giveBack(plans) }
    }

    /// An offer came to nothing.
    func giveBack(_ record: SessionRecord) {
        guard record.phase == .rejected || record.phase == .expired, let platform = platform(record.plan.platform)
        else {
            return
        }
        giveBack([record.plan], to: platform)
    }

    /// Of all that was answered, what became no offer.
    func giveBackUnused(of asked: Asked, offered: [SessionRecord]) {
        for (platform, answer) in zip(asked.platforms, asked.answers) {
            guard platform is any OfferHolding, case .yes(let plans) = answer.answer else { continue }
            let used = offered.filter { $0.plan.platform == answer.platform }.map(\.plan.details)
            giveBack(plans.filter { !used.contains($0.details) }, to: platform)
        }
    }
}

extension Platform {
    /// Whether asking makes it hold something, so that it is asked once and no more.
    var isAskedOnce: Bool { self is any OfferHolding || (self as? any AskedPlatform)?.holdsOffers ?? false }
}
