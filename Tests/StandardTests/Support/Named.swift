import BerthModel
import BerthPlatform

/// The same platform under another name.
struct Named: Platform {
    let inner: SitePlatform
    let name: String

    init(name: String, _ inner: SitePlatform) {
        self.inner = inner
        self.name = name
    }

    var profile: PlatformProfile {
        var profile = inner.profile
        profile.name = name
        return profile
    }

    func canIDoThis(_ question: Question) async -> Answer {
        guard case .yes(var plans) = await inner.canIDoThis(question) else { return await inner.canIDoThis(question) }
        for index in plans.indices { plans[index].platform = name }
        return .yes(plans)
    }

    func prepare(_ part: Part, of work: Work) async throws(PlatformError) -> Progress {
        try await inner.prepare(part, of: work)
    }
    func start(_ work: Work) async throws(PlatformError) -> Progress { try await inner.start(work) }
    func observe(_ work: Work, after seen: WorkState?) async throws(PlatformError) -> WorkState {
        try await inner.observe(work, after: seen)
    }
    func cancel(_ work: Work) async throws(PlatformError) { try await inner.cancel(work) }
    func release(_ part: Part, of work: Work) async throws(PlatformError) { try await inner.release(part, of: work) }
}
