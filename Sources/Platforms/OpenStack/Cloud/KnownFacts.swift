import BerthPlatform

/// What the cloud said about itself, remembered for a while; who asks while it is being asked waits for that answer.
actor KnownFacts {
    private typealias Asking = Task<Result<CloudFacts, PlatformError>, Never>

    private let cloud: Cloud
    private let life: Duration
    private var known: (asking: Asking, begin: ContinuousClock.Instant)?

    init(_ cloud: Cloud) {
        self.cloud = cloud
        life = .seconds(cloud.settings.factsSeconds)
    }

    /// - Throws: as `Cloud.facts`; the next who asks then asks anew.
    func facts() async throws(PlatformError) -> CloudFacts {
        let asking = current()
        let result = await asking.value
        if case .failure = result, known?.asking == asking { known = nil }
        return try result.get()
    }

    private func current() -> Asking {
        if let known, ContinuousClock.now - known.begin < life { return known.asking }
        let cloud = cloud
        let asking = Asking {
            do throws(PlatformError) { return .success(try await cloud.facts()) } catch { return .failure(error) }
        }
        known = (asking, ContinuousClock.now)
        return asking
    }
}
