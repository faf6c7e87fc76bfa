import BerthHTTP
import BerthModel
import Synchronization
import Testing

@testable import BerthRegistry

struct RegistryWatchTests {
    /// What a watch was told and told, with a clock that a test sets.
    private final class Desk: Sendable {
        struct State {
            var now = Instant(seconds: 1_000_000)
            var sleeping: [(until: Instant, waker: CheckedContinuation<Void, Never>)] = []
            var kept: [UInt8] = []
            var inUse: Set<String> = []
            var events: [RegistryEvent] = []
            var waiting: [(event: String, waker: CheckedContinuation<Void, Never>)] = []
        }

        let state = Mutex(State())

        var surroundings: RegistryWatch.Surroundings {
            RegistryWatch.Surroundings(
                now: { self.state.withLock { $0.now } }, sleepUntil: { await self.sleep(until: $0) },
                keep: { bytes in self.state.withLock { $0.kept = bytes } }, changed: { _ in },
                isInUse: { name in self.state.withLock { $0.inUse.contains(name) } }, tell: { self.tell($0) })
        }

        func sleep(until: Instant) async {
            await withTaskCancellationHandler {
                await withCheckedContinuation { waker in
                    let isOver = state.withLock { state -> Bool in
                        if until <= state.now || Task.isCancelled { return true }
                        state.sleeping.append((until, waker))
                        return false
                    }
                    if isOver { waker.resume() }
                }
            } onCancel: {
                wake { _, _ in true }
            }
        }

        private func wake(_ isDue: (Instant, Instant) -> Bool) {
            let due = state.withLock { state -> [CheckedContinuation<Void, Never>] in
                let now = state.now
                let due = state.sleeping.filter { isDue($0.until, now) }.map(\.waker)
                state.sleeping.removeAll { isDue($0.until, now) }
                return due
            }
            for waker in due { waker.resume() }
        }

        func pass(seconds: Int64) {
            state.withLock { $0.now = $0.now + TimeSpan(seconds: seconds) }
            wake { until, now in until <= now }
        }

        private func tell(_ event: RegistryEvent) {
            let wakers = state.withLock { state -> [CheckedContinuation<Void, Never>] in
                state.events.append(event)
                let wakers = state.waiting.filter { $0.event == event.name }.map(\.waker)
                state.waiting.removeAll { $0.event == event.name }
                return wakers
            }
            for waker in wakers { waker.resume() }
        }

        /// Waits until so many events of a name were told.
        func events(_ name: String, _ count: Int) async {
            while state.withLock({ state in state.events.count { $0.name == name } }) < count {
                await withCheckedContinuation { waker in
                    let isThere = state.withLock { state -> Bool in
                        if state.events.count(where: { $0.name == name }) >= count { return true }
                        state.waiting.append((name, waker))
                        return false
                    }
                    if isThere { waker.resume() }
                }
            }
        }
    }

    private func watch(
        _ settings: RegistrySettings, _ desk: Desk, kept: KeptLists = KeptLists()
    ) -> RegistryWatch {
        let book = SiteBook(SiteRules(registries: [settings]), in: [settings.name], kept: kept)
        return RegistryWatch(book, instance: "me", desk.surroundings)
    }

    /// Answers as a registry and as every site.
    private static func world(_ services: @escaping @Sendable (String) -> [(ivoid: String, url: String)]) throws
        -> StubRegistry
    {
        let registry = try StubRegistry { _ in HTTPResponse(.notFound) }
        let url = registry.url
        registry.answer { request in
            request.path == "/tap/sync" ? StubRegistry.xml(StubRegistry.table(services(url))) : HTTPResponse(.notFound)
        }
        return registry
    }

    @Test func itAsksWhenItIsTimeAndKeepsTheLastGoodList() async throws {
        let registry = try Self.world { [("ivo://site.org/a", $0 + "/a")] }
        let desk = Desk()
        let watch = watch(registry.settings(), desk)
        watch.start()
        await desk.events("registry.found", 1)
        await desk.events("registry.listed", 1)
        #expect(watch.book.platforms.map(\.site.name) == ["site-org-a"])
        let asked = registry.asked.count
        registry.answer { _ in HTTPResponse(.unavailable) }
        desk.pass(seconds: 3600)
        await desk.events("registry.failed", 1)
        #expect(registry.asked.count > asked)
        #expect(watch.book.platforms.map(\.isAsked) == [true])
        // Growing gaps.
        desk.pass(seconds: 30)
        await desk.events("registry.failed", 2)
        await watch.stop()
        let kept = SiteBook.kept(desk.state.withLock { $0.kept })
        #expect(kept.sites.map(\.name) == ["site-org-a"])
        #expect(kept.registries.first?.failures == 2)
        // What was kept is a platform before anybody was asked.
        #expect(self.watch(registry.settings(), Desk(), kept: kept).book.platforms.map(\.isAsked) == [true])
        await registry.server.stop()
    }

    @Test func aSiteThatLeftStaysWhileItHasSessions() async throws {
        let registry = try Self.world { [("ivo://site.org/a", $0 + "/a"), ("ivo://site.org/b", $0 + "/b")] }
        let desk = Desk()
        let watch = watch(registry.settings(), desk)
        await watch.askOnce("registry")
        await watch.lookOnce()
        #expect(watch.book.platforms.count == 2)
        let url = registry.url
        registry.answer { _ in StubRegistry.xml(StubRegistry.table([("ivo://site.org/b", url + "/b")])) }
        desk.state.withLock { $0.inUse = ["site-org-a"] }
        await watch.askOnce("registry")
        #expect(watch.book.platforms.map(\.isAsked) == [false, true])
        desk.state.withLock { $0.inUse = [] }
        await watch.askOnce("registry")
        #expect(watch.book.platforms.map(\.site.name) == ["site-org-b"])
        await registry.server.stop()
    }

    /// 9,990 dead ones are named, in a bounded time, and not looked at again at once.
    @Test func tenThousandOfWhichTenAnswer() async throws {
        let gone = try StubRegistry { _ in HTTPResponse(.ok) }
        let dead = gone.url
        await gone.server.stop()
        let registry = try Self.world { url in
            (0..<10_000).map { ("ivo://s/\($0)", $0 % 1000 == 7 ? "\(url)/s\($0)" : "\(dead)/s\($0)") }
        }
        let desk = Desk()
        let watch = watch(registry.settings(), desk)
        await watch.askOnce("registry")
        #expect(watch.book.due(at: Instant(seconds: 1_000_000)).count == 10_000)
        let begin = ContinuousClock.now
        await watch.lookOnce()
        #expect(ContinuousClock.now - begin < .seconds(120))
        let book = watch.book
        #expect(book.platforms.count == 10)
        #expect(book.due(at: Instant(seconds: 1_000_000)).isEmpty)
        #expect(book.due(at: Instant(seconds: 1_000_060)).count == 9990)
        let summary = book.summaries(at: Instant(seconds: 1_000_000))[0]
        #expect(summary.listed == 10_000 && summary.asked == 10)
        #expect(summary.unasked.count == SiteBook.mostNamed)
        #expect(summary.unasked.first?.reason == "It cannot be reached.")
        let events = desk.state.withLock { $0.events }
        #expect(events.count { $0.name == "registry.found" } == 10)
        #expect(events.last?.fields.map(\.value) == ["10000", "9990"])
        await registry.server.stop()
    }
}
