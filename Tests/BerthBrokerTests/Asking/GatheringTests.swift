import BerthModel
import BerthPlatform
import Testing

@testable import BerthBroker

@Suite struct GatheringTests {
    private func answer(_ text: String) -> Answer { .silence(Silence(.unreachable, text, waited: .zero)) }

    private func texts(_ answers: [Answer?]) -> [String?] {
        answers.map { answer in
            if case .silence(let silence)? = answer { silence.message } else { nil }
        }
    }

    @Test func answersComeInAnyOrderAndKeepTheirPlaces() async {
        let gathering = Gathering(count: 3)
        let waiting = Task { await gathering.answers() }
        for index in [2, 0, 1] {
            #expect(!gathering.isComplete)
            gathering.put(answer("\(index)"), at: index)
        }
        #expect(gathering.isComplete)
        #expect(texts(await waiting.value) == ["0", "1", "2"])
    }

    @Test func whatIsMissingAtTheEndStaysMissing() async {
        let gathering = Gathering(count: 2)
        gathering.put(answer("first"), at: 0)
        gathering.put(answer("second thought"), at: 0)
        gathering.giveUp()
        gathering.put(answer("too late"), at: 1)
        #expect(texts(await gathering.answers()) == ["first", nil])
    }

    @Test func enoughWaysAreTheEnd() async {
        let gathering = Gathering(count: 3, enough: 2)
        #expect(gathering.put(.yes([Sample.plan()]), at: 2))
        #expect(!gathering.isComplete)
        #expect(!gathering.hasEnough)
        #expect(gathering.put(.yes([Sample.plan()]), at: 0))
        #expect(gathering.isComplete)
        #expect(gathering.hasEnough)
        #expect(!gathering.put(answer("too late"), at: 1))
        let answers = await gathering.answers()
        #expect(answers.map { $0 == nil } == [false, true, false])
    }

    @Test func nobodyAskedIsAnAnswer() async {
        #expect(Gathering(count: 0).isComplete)
        #expect(await Gathering(count: 0).answers().isEmpty)
    }
}
