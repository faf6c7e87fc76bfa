import BerthAnswers
import BerthModel
import Testing

@testable import berth

struct RefusalExitCodeTests {
    static func message(_ reason: String?, _ platform: String? = nil, level: MessageLevel = .warn) -> Message {
        var values: NamedTexts = [:]
        if let reason { values.entries.append(.init(name: "reason", text: reason)) }
        if reason == "unreachable" { values.entries.append(.init(name: "waited", text: "PT0S")) }
        if let platform { values.entries.append(.init(name: "platform", text: platform)) }
        return Message(level, time: CapturedRun.now, "text", values)
    }

    static func refusal(_ messages: [Message]) -> Refusal {
        var meta = Metadata()
        meta.messages = messages
        return Refusal(meta)
    }

    @Test(
        arguments: [
            ([("never", nil)], ExitCode.no), ([("notNow", nil)], .notNow), ([("notNow", nil), ("never", nil)], .no),
            ([("never", "a"), ("notNow", "b")], .notNow), ([("never", "a"), ("unreachable", "b")], .silence),
            ([("unreachable", "a"), ("notNow", "b")], .notNow), ([("notYou", nil)], .notYours),
            ([("tooDear", nil), ("notYou", nil)], .notYours), ([("tooDear", nil)], .no), ([(nil, nil)], .no), ([], .no),
            ([("contradictory", nil)], .no), ([("somethingElse", nil)], .no),
        ] as [([(String?, String?)], ExitCode)])
    func whatAScriptIsTold(_ reasons: [(String?, String?)], _ code: ExitCode) {
        #expect(Self.refusal(reasons.map { Self.message($0, $1) }).exitCode == code)
    }
}
