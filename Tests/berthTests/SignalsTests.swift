import BerthBroker
import Testing

@testable import berth

struct SignalsTests {
    @Test func whoeverCaresIsTold() {
        let signals = Signals()
        #expect(!signals.raise(.interrupt))
        let seen = Locked<[Signals.Signal]>([])
        signals.handle { signal in seen.withLock { $0.append(signal) } }
        #expect(signals.raise(.interrupt))
        #expect(signals.raise(.terminate))
        signals.release()
        #expect(!signals.raise(.interrupt))
        #expect(seen.withLock { $0 } == [.interrupt, .terminate])
    }

    @Test func codes() {
        let signals: [Signals.Signal] = [.hangUp, .interrupt, .terminate, .renew]
        #expect(signals.map { $0.exitCode?.value } == [129, 130, 143, nil])
    }
}
