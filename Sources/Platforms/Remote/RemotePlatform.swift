import BerthHost
package import BerthModel
package import BerthPlatform

/// Any IVOA ExecutionBroker behind a URL as a platform: it is asked the same question, and what it offers is carried
/// out there.
///
/// The other broker holds what it offers, and a plan names the offer: it is accepted there when the session here begins
/// to be prepared, and rejected there when nobody wants it here. Nothing is made here, so that nothing can be left.
package struct RemotePlatform: LogProviding, OfferHolding {
    package let settings: RemoteSettings
    let site: Site
    let asked = AskedOnce()
    let steps = RunningSteps()
    let sessions = FollowedSessions()
    let now: @Sendable () -> Instant

    /// - Parameters:
    ///   - allows: which numeric addresses may be connected to, where somebody else named the URL; nil allows all.
    ///   - callers: tokens of those who call this service.
    /// - Throws: `refused` for settings that cannot be meant, with the key; for a token that cannot be read.
    package init(
        _ settings: RemoteSettings, allows: (@Sendable (String) -> Bool)? = nil, callers: CallerTokens = .ofProcess,
        now: @escaping @Sendable () -> Instant
    ) throws(PlatformError) {
        try settings.check()
        self.settings = settings
        self.now = now
        site = try Site(settings, allows: allows, callers: callers, now: now)
    }

    package var profile: PlatformProfile {
        PlatformProfile(
            name: settings.name, kind: RemoteSettings.kind, summary: "Another broker.",
            executables: RemotePlatform.executables, capacity: nil, outage: site.outage)
    }

    /// The offer of a plan, which is the session there.
    ///
    /// - Throws: `broken`.
    func offer(of plan: Plan) throws(PlatformError) -> RemotePlan { try plan.details(as: RemotePlan.self) }

    package func forget(_ session: UUID) async {}
}
