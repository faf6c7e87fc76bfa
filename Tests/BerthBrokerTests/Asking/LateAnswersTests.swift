import BerthModel
import BerthPlatform
import Testing

@testable import BerthBroker

@Suite struct LateAnswersTests {
    @Test func stoppingEndsTheWaitAndTheThinking() async {
        let gathering = Gathering(count: 1)
        gathering.giveUp()
        let world = ManualWorld()
        let thinking = Task {
            await world.sleep(until: Sample.now + TimeSpan(seconds: 1000))
            gathering.put(.silence(Silence(.unreachable, "It was stopped.", waited: .zero)), at: 0)
        }
        let late = LateAnswers(gathering: gathering, asking: [thinking], end: Sample.now)
        let waiting = Task { await gathering.nextLate() == nil }
        late.stop()
        #expect(await waiting.value)
        await thinking.value
        #expect(gathering.isMissingSome)
    }
}
