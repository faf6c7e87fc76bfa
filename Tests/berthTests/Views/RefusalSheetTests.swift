import BerthAnswers
import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import berth

struct RefusalSheetTests {
    @Test func reasonsStandByTheLadder() {
        var meta = Metadata()
        meta.messages = [
            Obstacle(
                .never, ["compute", "cores", "min"],
                "{path}: {wanted} {unit} are wanted, this platform has {available}.",
                ["wanted": "64", "available": "4", "unit": "cores"], couldChange: "the site"
            ).message(at: CapturedRun.now, from: "a"),
            Obstacle(.notNow, ["schedule"], "{path}: booked.").message(at: CapturedRun.now, from: "b"),
            Message(
                .warn, time: CapturedRun.now, "{platform} gave no answer: {problem}",
                ["platform": "c", "problem": "It is away.", "waited": "PT1S"]),
            Message(.info, time: CapturedRun.now, "x: this member is not known here and was ignored."),
        ]
        meta.options = [
            .integerValue(IntegerOption(path: "compute.cores.min", min: 1, max: 4, units: "core")),
            .enumValue(EnumValueOption(path: "executable.privileged", values: ["false"])),
        ]
        #expect(
            RefusalSheet(refusal: Refusal(meta), console: .none).lines == [
                "NO, for 3 reasons.", "", "No answer", "  c gave no answer: It is away.", "", "Not now",
                "  schedule (b): booked.", "", "Not possible here",
                "  compute.cores.min (a): 64 cores are wanted, this platform has 4.",
                "      wanted: 64 cores; available: 4 cores", "      could be changed by: the site",
                "      would do: 1 to 4 cores", "", "What would do", "  executable.privileged: false",
                "note: x: this member is not known here and was ignored.",
            ])
    }

    @Test func whatSeveralPlatformsSayIsSaidOnce() {
        func obstacle(_ available: Int, _ platform: String) -> Message {
            Obstacle(
                .never, ["compute", "cores", "min"],
                "{path}: {wanted} {unit} are wanted, this platform has {available}.",
                ["wanted": "64", "available": "\(available)", "unit": "cores"]
            ).message(at: CapturedRun.now, from: platform)
        }
        var meta = Metadata()
        meta.messages = (1...14).map { obstacle($0, "p\($0)") }
        meta.messages += ["a", "b"].map {
            Obstacle(.notAllowed, ["data"], "{path}: nothing from outside.").message(at: CapturedRun.now, from: $0)
        }
        let change = Change(path: ["compute", "cores", "min"], to: 14, range: .text(pattern: nil))
        let removal = Change(path: ["data"], to: .null, range: .absent)
        meta.messages.append(
            ChangeSet([change, removal]).message(1, on: ["p14"], of: ExecutionRequest(), at: CapturedRun.now))
        meta.options = [.integerValue(IntegerOption(path: "compute.cores.min", min: 1, max: 14, units: "core"))]
        #expect(
            RefusalSheet(refusal: Refusal(meta), console: .none).lines == [
                "NO, for 16 reasons.", "", "Not allowed here", "  data: nothing from outside.", "      on: a, b", "",
                "Not possible here",
                "  compute.cores.min: wanted: 64 cores; available: p1 1, p2 2, p3 3, p4 4, p5 5, p6 6, p7 7, p8 8,"
                    + " p9 9, p10 10, p11 11, p12 12 and 2 more", "", "What was tried and would be a yes",
                "  1  compute.cores.min=14, without data  (p14)",
            ])
    }

    /// "would do: another text" said nothing.
    @Test func whatIsNotKnownToHelpIsNotSaid() {
        var meta = Metadata()
        meta.messages = [
            Obstacle(
                .never, ["compute", "cores", "min"], "{path}: too many.",
                ["wanted": "64", "available": "1", "unit": "cores"]
            ).message(at: CapturedRun.now, from: nil)
        ]
        var option = StringValueOption()
        option.path = "compute.cores.min"
        var other = StringValueOption()
        other.path = "executable"
        meta.options = [.stringValue(option), .stringValue(other)]
        #expect(
            RefusalSheet(refusal: Refusal(meta), console: .none).lines == [
                "NO, for 1 reason.", "", "Not possible here", "  compute.cores.min: too many.",
                "      wanted: 64 cores; available: 1 core",
            ])
    }

    @Test func anotherKindOfBroker() {
        var message = Message()
        message.message = "No \u{1B}way."
        var meta = Metadata()
        meta.messages = [message, Message()]
        #expect(
            RefusalSheet(refusal: Refusal(meta), console: .none).lines
                == ["NO, for 2 reasons.", "", "Other reasons", "  No \u{FFFD}way.", "  No reason was given."])
        #expect(RefusalSheet(refusal: Refusal(nil), console: .none).lines == ["NO, for 0 reasons."])
    }
}
