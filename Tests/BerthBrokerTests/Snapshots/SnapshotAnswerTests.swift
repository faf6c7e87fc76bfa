import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthBroker

struct SnapshotAnswerTests {
    private static let cores: DocumentPath = ["compute", "cores", "min"]

    private func again(_ answer: Answer?) throws -> Answer? {
        let document = SnapshotAnswer("1", answer).document(for: .json)
        let text = try document.written(as: .yaml)
        return SnapshotAnswer.reading(try Document.read(text, as: .yaml).resolvedTree(), from: .json).value.answer
    }

    @Test(arguments: [
        Change.atMost(4, cores, .core), Change(path: cores, to: .text("8"), range: .words(["8", "no"])),
        Change(path: ["storage", .index(1), "size"], to: .null, range: .absent),
        Change(path: cores, to: .text("2026"), range: .text(pattern: "^2")),
        Change(path: cores, to: .integer(2), range: .integers(min: nil, max: nil, unit: nil)),
    ]) func changesComeBack(change: Change) throws {
        for obstacles in [
            [
                Obstacle(
                    .notNow, Self.cores, "{path}: {x}", ["x": "yes", "y": "1"], couldChange: "the site", change: change)
            ],
            [
                Obstacle(
                    .tooDear, .root, "No.", change: change, otherWays: [[change, .atMost(1, Self.cores, nil)], []])
            ],
            [Obstacle(.never, .root, "No.", otherWays: [[change]])],
        ] {
            guard case .no(let found)? = try again(.no(obstacles)) else {
                Issue.record("it is a NO")
                return
            }
            #expect(found == obstacles)
        }
    }

    @Test(arguments: Obstacle.Rung.allCases) func everyRungHasItsWord(rung: Obstacle.Rung) {
        #expect(SnapshotObstacle(Obstacle(rung, .root, "")).obstacle.rung == rung)
    }

    @Test func plansComeBackWithoutWhatIsThePlatformsOwn() throws {
        var plan = Sample.plan(cores: 3)
        plan.details = ["secret": 1]
        guard case .yes(let found)? = try again(.yes([plan])) else {
            Issue.record("it is a YES")
            return
        }
        plan.details = nil
        #expect(found == [plan])
    }

    @Test func silenceComesBackWithoutWhatIsForAdministrators() throws {
        let silence = Silence(.brokenReply, "Odd.", waited: TimeSpan(seconds: 2), detail: "/secret")
        guard case .silence(let found)? = try again(.silence(silence)) else {
            Issue.record("it is silence")
            return
        }
        #expect(found == Silence(.brokenReply, "Odd.", waited: TimeSpan(seconds: 2)))
    }

    @Test func nothingInTimeIsNothing() throws {
        let said = try again(nil)
        #expect(said.map { _ in true } == nil)
    }
}
