import BerthDocument
import BerthModel
import BerthPlatform
import BerthScripted

/// `bench match PLATFORMS REQUEST SECONDS`: one question to every platform of a list, each of which gives the answer
/// that it gives when a broker asks: with every reason, or with its plans.
///
/// Besides figures it prints how many reasons each platform gave, so that the peer's answers can be held against them.
enum Matching {
    static func run(platforms: [UInt8], request: [UInt8], seconds: Double) async throws {
        guard case .list(let settings) = try Document.read(platforms, as: .json) else {
            fail("the platforms are no list")
        }
        let clock = ScriptedClock(now: { Instant(seconds: 0) }, sleep: { _ in })
        let asked = try settings.map { document in
            let (script, problems) = ScriptedSettings.reading(document, from: .json)
            expect(problems.isEmpty, "a platform cannot be meant: \(problems)")
            return try ScriptedPlatform(script, clock: clock)
        }
        let question = try Requests.question(Requests.read(request))
        for (index, platform) in asked.enumerated() {
            Measuring.say("reasons.\(index)", Double(try await reasons(platform, question)))
        }
        let (all, no) = (try await time(asked, question, seconds / 2), try await refusing(asked, question))
        Measuring.say("berth", all)
        Measuring.say("berth.no", try await time(no, question, seconds / 2))
    }

    private static func reasons(_ platform: ScriptedPlatform, _ question: Question) async throws -> Int {
        switch await platform.canIDoThis(question) {
        case .yes(let plans):
            expect(!plans.isEmpty, "a yes without a plan")
            return 0
        case .no(let obstacles): return obstacles.count
        case .silence: fail("a platform says nothing")
        }
    }

    private static func refusing(
        _ platforms: [ScriptedPlatform], _ question: Question
    ) async throws -> [ScriptedPlatform] {
        var no: [ScriptedPlatform] = []
        for platform in platforms where try await reasons(platform, question) > 0 { no.append(platform) }
        return no
    }

    /// Seconds for each platform: the median of many rounds.
    private static func time(
        _ platforms: [ScriptedPlatform], _ question: Question, _ seconds: Double
    ) async throws -> Double {
        var taken: [Double] = []
        let clock = ContinuousClock()
        let end = clock.now + .seconds(seconds)
        repeat {
            var count = 0
            taken.append(
                try await Measuring.seconds {
                    for platform in platforms { count &+= try await reasons(platform, question) }
                })
            expect(count > 0, "nobody said no")
        } while clock.now < end
        return Measuring.median(taken) / Double(platforms.count)
    }
}

/// Requests of files, as the broker takes them.
enum Requests {
    static func read(_ bytes: [UInt8]) throws -> ExecutionRequest {
        let (request, problems) = ExecutionRequest.reading(try Document.read(bytes, as: .json), from: .json)
        expect(problems.isEmpty, "the request has members that are not known: \(problems)")
        return request
    }

    static func question(_ request: ExecutionRequest) throws -> Question {
        var chance = Chance(seed: 1)
        return Question(request, asker: .anonymous, now: Instant(seconds: 0), defaults: Question.Defaults()) {
            UUID(random: chance.next(), chance.next())
        }
    }
}
