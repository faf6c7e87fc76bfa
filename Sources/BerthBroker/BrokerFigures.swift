package import BerthModel
package import BerthPlatform

/// What a broker has counted since its start.
package struct BrokerFigures: Sendable, Hashable {
    /// Questions that were answered YES, and NO.
    package var answeredYes: Int64 = 0
    package var answeredNo: Int64 = 0
    /// Reasons against, by platform and rung; the empty platform is the request itself.
    package var obstacles: [ObstacleKey: Int64] = [:]
    /// Answers that did not come, by platform and reason.
    package var silences: [SilenceKey: Int64] = [:]
    package var offersMade: Int64 = 0
    package var offersExpired: Int64 = 0
    /// How many sessions came into each phase.
    package var entered: [SessionPhase: Int64] = [:]
    /// Offers and sessions that are not at their end now, by phase.
    package var unfinished: [SessionPhase: Int64] = [:]
    /// Writes to the store that failed and were tried again.
    package var storeFailures: Int64 = 0

    package struct ObstacleKey: Sendable, Hashable {
        package var platform: String
        package var rung: Obstacle.Rung
    }

    package struct SilenceKey: Sendable, Hashable {
        package var platform: String
        package var reason: Silence.Reason
    }

    package init() {}
}
