import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@Suite struct ObstacleTests {
    @Test func `A message names path, reason, who could change it, and the platform where there are several`() {
        let obstacle = Obstacle(
            .never, ["compute", "cores", "min"], "{path}: {wanted} of {available}.", ["wanted": "9", "available": "4"],
            couldChange: "the site")
        let time = Instant(seconds: 0)
        let message = obstacle.message(at: time, from: "rack")
        #expect(message.level == .warn)
        #expect(message.message == "compute.cores.min: 9 of 4.")
        #expect(message.values["reason"] == "never")
        #expect(message.values["couldChange"] == "the site")
        #expect(message.values["platform"] == "rack")
        #expect(obstacle.message(at: time, from: nil).values["platform"] == nil)
    }

    @Test func `A name that an obstacle has of its own stands once`() {
        let obstacle = Obstacle(
            .notYou, ["executable"], "{platform} is for {groups}.",
            ["platform": "west/rack", "groups": "astro", "path": "x", "couldChange": "astro"], couldChange: "the site")
        let message = obstacle.message(at: Instant(seconds: 0), from: "west")
        #expect(message.values.entries.map(\.name).sorted() == ["couldChange", "groups", "path", "platform", "reason"])
        #expect(message.values["platform"] == "west/rack")
        #expect(message.values["path"] == "executable")
        #expect(message.values["couldChange"] == "astro")
    }

    @Test func `Texts of a request are not said again at any length`() {
        let long = String(repeating: "ä", count: 1000)
        let obstacle = Obstacle(.never, ["a"], "{wanted}", ["wanted": long])
        let message = obstacle.message(at: Instant(seconds: 0), from: nil)
        #expect(message.values["wanted"] == String(repeating: "ä", count: 500) + "…")
        #expect(message.message == message.values["wanted"])
        let just = Obstacle(.never, ["a"], "{wanted}", ["wanted": String(long.prefix(500))])
        #expect(just.message(at: Instant(seconds: 0), from: nil).message == String(long.prefix(500)))
    }

    @Test func `The ladder has its order`() {
        #expect(
            Obstacle.Rung.allCases.sorted().map(\.name) == [
                "notNow", "tooDear", "notYou", "dataUnreachable", "notAllowed", "never", "notKnown", "contradictory",
            ])
    }

    @Test func `Problems of the request are obstacles`() {
        let problem = Problem(gravity: .refused, code: .negative, path: ["data"], message: "What is {this}?")
        #expect(problem.obstacle.rung == .contradictory)
        #expect(problem.obstacle.message(at: Instant(seconds: 0), from: nil).message == "What is {this}?")
    }
}
