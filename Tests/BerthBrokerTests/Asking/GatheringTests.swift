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
        gathering.put(answer("late"), at: 1)
        #expect(texts(await gathering.answers()) == ["first", nil])
    }

    @Test func enoughWaysAreTheEnd() async {
        let gathering = Gathering(count: 3, enough: 2)
        #expect(gathering.put(.yes([Sample.plan()]), at: 2) == .inTime)
        #expect(!gathering.isComplete)
        #expect(!gathering.hasEnough)
        #expect(gathering.put(.yes([Sample.plan()]), at: 0) == .inTime)
        #expect(gathering.isComplete)
        #expect(gathering.hasEnough)
        #expect(gathering.put(answer("too late"), at: 1) == .late)
        let answers = await gathering.answers()
        #expect(answers.map { $0 == nil } == [false, true, false])
    }

    @Test func onlyWaysThatCountAreEnough() async {
        let gathering = Gathering(count: 4, enough: 2) { $0.platform == "here" }
        gathering.put(.yes([Sample.plan(on: "there"), Sample.plan(on: "there")]), at: 0)
        gathering.put(.yes([Sample.plan(), Sample.plan(on: "there")]), at: 1)
        #expect(!gathering.isComplete)
        gathering.put(.yes([Sample.plan()]), at: 2)
        #expect(gathering.hasEnough)
    }

    @Test func lateAnswersAreTakenOneByOne() async {
        let gathering = Gathering(count: 4)
        gathering.put(answer("in time"), at: 0)
        #expect(gathering.isMissingSome)
        gathering.giveUp()
        #expect(gathering.put(answer("two"), at: 2) == .late)
        #expect(gathering.put(answer("two again"), at: 2) == .tooLate)
        #expect(await gathering.nextLate()?.index == 2)
        let waiting = Task { await gathering.nextLate()?.index }
        gathering.put(answer("one"), at: 1)
        #expect(await waiting.value == 1)
        #expect(gathering.isMissingSome)
        gathering.put(answer("three"), at: 3)
        #expect(await gathering.nextLate()?.index == 3)
        #expect(!gathering.isMissingSome)
        #expect(await gathering.nextLate() == nil)
        #expect(texts(await gathering.answers()) == ["in time", nil, nil, nil])
    }

    @Test func whatHasComeBeforeTheCloseIsStillTaken() async {
        let gathering = Gathering(count: 2)
        gathering.giveUp()
        gathering.put(answer("late"), at: 1)
        gathering.close()
        #expect(gathering.put(answer("too late"), at: 0) == .tooLate)
        #expect(await gathering.nextLate()?.index == 1)
        #expect(await gathering.nextLate() == nil)
    }

    @Test func whoWaitsForLateAnswersIsToldOfTheClose() async {
        let gathering = Gathering(count: 1)
        gathering.giveUp()
        let waiting = Task { await gathering.nextLate() == nil }
        gathering.close()
        #expect(await waiting.value)
    }

    @Test func nobodyAskedIsAnAnswer() async {
        #expect(Gathering(count: 0).isComplete)
        #expect(await Gathering(count: 0).answers().isEmpty)
    }
}
