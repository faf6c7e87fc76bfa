import BerthModel
import Testing

@testable import BerthScripted

@Suite struct NapsTests {
    private let session = UUID(high: 1, low: 2)

    @Test("a nap ends at its instant, or when something happens to its session")
    func ends() async {
        let clock = TestClock(still: true)
        let naps = Naps { await clock.sleep(until: $0) }
        for wake in [
            { clock.move(by: TimeSpan(seconds: 10)) }, { naps.wake(session) },
        ] {
            let version = naps.version
            let until = clock.now + TimeSpan(seconds: 10)
            let nap = Task { await naps.wait(for: session, after: version, until: until) }
            await clock.sleeper()
            wake()
            await nap.value
        }
    }

    @Test("what happened before the nap ends it at once")
    func isLate() async {
        let clock = TestClock(still: true)
        let naps = Naps { await clock.sleep(until: $0) }
        let version = naps.version
        naps.wake(session)
        await naps.wait(for: session, after: version, until: .latest)
        #expect(naps.version == version + 1)
    }
}
