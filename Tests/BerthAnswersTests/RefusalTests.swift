import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthAnswers

struct RefusalTests {
    static func message(_ reason: String?, _ platform: String? = nil, level: MessageLevel = .warn) -> Message {
        var values: NamedTexts = [:]
        if let reason { values.entries.append(.init(name: "reason", text: reason)) }
        if reason == "unreachable" { values.entries.append(.init(name: "waited", text: "PT0S")) }
        if let platform { values.entries.append(.init(name: "platform", text: platform)) }
        return Message(level, time: .noon, "text", values)
    }

    static func refusal(_ messages: [Message]) -> Refusal {
        var meta = Metadata()
        meta.messages = messages
        return Refusal(meta)
    }

    @Test func everyRungHasATitle() {
        let titles = Obstacle.Rung.allCases.map { Refusal.Reason.rung($0).title }
        #expect(Set(titles).count == titles.count)
        #expect(Refusal.Reason.silence < .rung(.notNow))
        #expect(Refusal.Reason.rung(.contradictory) < .other)
    }

    @Test func whatIsSaidBesidesIsNoReason() {
        let refusal = Self.refusal([Self.message(nil, level: .info), Self.message("never")])
        #expect(refusal.reasons.count == 1)
        #expect(refusal.notes.count == 1)
    }

    @Test func whatSeveralPlatformsSayIsOneGroup() {
        func obstacle(_ available: String, _ platform: String) -> Message {
            Obstacle(
                .never, ["compute", "cores", "min"], "{path}: too many.", ["wanted": "64", "available": available]
            ).message(at: .noon, from: platform)
        }
        let refusal = Self.refusal([obstacle("4", "a"), Self.message("notNow", "a"), obstacle("8", "b")])
        #expect(refusal.groups.map(\.reason) == [.rung(.notNow), .rung(.never)])
        #expect(refusal.groups.map { $0.messages.compactMap { $0.values["platform"] } } == [["a"], ["a", "b"]])
    }

    @Test func rangesOfOptions() {
        func range(_ min: Int64?, _ max: Int64?, _ units: String?) -> String? {
            Option.integerValue(IntegerOption(path: "p", min: min, max: max, units: units)).range
        }
        #expect(range(1, 4, "core") == "1 to 4 cores")
        #expect(range(1, 1, "core") == "1 core")
        #expect(range(2, nil, "GiB") == "2 GiB or more")
        #expect(range(nil, 2, nil) == "2 or less")
        #expect(range(nil, nil, nil) == nil)
        #expect(Option.enumValue(EnumValueOption(path: "p", values: ["a", "b"])).range == "a or b")
        var text = StringValueOption()
        #expect(Option.stringValue(text).range == nil)
        text.pattern = "^2030-01-31/P1D$"
        #expect(Option.stringValue(text).range == "2030-01-31/P1D")
        text.pattern = "[a-z]+"
        #expect(Option.stringValue(text).range == "[a-z]+")
        #expect(
            Option.integerDelta(IntegerOption(path: "p", min: -1, max: 1, units: "GiB")).range
                == "a change from -1 to 1 GiB")
        #expect(Option.stranger(kind: "k", .null).range == "k")
        #expect(Option.stranger(kind: "k", .null).path == nil)
    }
}
