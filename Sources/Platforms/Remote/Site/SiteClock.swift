import BerthModel

/// How the clock of a site differs from the one here, as far as its answers tell: to a second or two.
struct SiteClock: Sendable, Hashable {
    /// Clocks that differ by less are taken for the same.
    static let tolerance = TimeSpan(seconds: 5)

    /// What has to be added to the time here for the time there.
    private(set) var ahead = TimeSpan.zero

    /// - Parameters:
    ///   - time: what the site said.
    ///   - asked: when the request was sent.
    ///   - answered: when the reply was there.
    mutating func read(_ time: Instant?, asked: Instant, answered: Instant) {
        guard let time else { return }
        // The site wrote its time down somewhere between the two, without what is left of the second.
        let middle = asked + TimeSpan(milliseconds: (answered - asked).milliseconds / 2)
        ahead = time + TimeSpan(milliseconds: 500) - middle
    }

    /// What has to be added to the instants of a question for them to mean the same there.
    ///
    /// - Parameters:
    ///   - asked: when the question says that it is.
    ///   - now: the time here.
    func shift(of asked: Instant, now: Instant) -> TimeSpan {
        let shift = now + ahead - asked
        if abs(shift.milliseconds) <= Self.tolerance.milliseconds { return .zero }
        return TimeSpan(milliseconds: shift.milliseconds.floored(to: 1000))
    }
}

extension Int64 {
    fileprivate func floored(to step: Int64) -> Int64 { self - (self % step + step) % step }
}
