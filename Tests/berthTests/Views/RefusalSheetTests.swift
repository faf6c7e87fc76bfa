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
                "  schedule (b): booked.", "", "More than there is",
                "  compute.cores.min (a): 64 cores are wanted, this platform has 4.",
                "      wanted: 64 cores; available: 4 cores", "      could be changed by: the site",
                "      would do: 1 to 4 cores", "", "What would do", "  executable.privileged: false",
                "note: x: this member is not known here and was ignored.",
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
