import BerthModel
import BerthPlatform
import Testing

@testable import BerthRemote

@Suite struct OriginTests {
    private static let time = Instant(seconds: 1_800_000_000)
    private let origin = Origin(name: "far")

    private func marked(_ template: String, _ values: NamedTexts = [:]) -> Message {
        origin.marked(Message(.warn, time: Instant(seconds: 0), template, values), at: Self.time)
    }

    @Test func `what a site says has its name`() {
        let message = marked("{path}: no.", ["path": "compute"])
        #expect(message.message == "compute: no.")
        #expect(message.values == ["path": "compute", "origin": "far"])
        #expect(message.time == Self.time)
        #expect(message.level == .warn)
    }

    @Test func `a platform of the site stands behind it, in the sentence too`() {
        let message = marked("Offered by {platform}.", ["platform": "slurm"])
        #expect(message.message == "Offered by far/slurm.")
        #expect(message.values == ["origin": "far/slurm"])
    }

    @Test func `a site of a site stands behind it`() {
        #expect(marked("No.", ["origin": "west/slurm", "platform": "west"]).values["origin"] == "far/west/slurm")
    }

    @Test(arguments: ["", "{what} is missing"])
    func `the text stands in for a template that cannot be filled`(_ template: String) {
        var message = Message(.info, time: Self.time, template)
        message.message = "Something {else}."
        let told = origin.marked(message, at: Self.time)
        #expect(told.message == "Something {else}.")
        #expect(told.template == "{said}")
    }

    @Test func `braces in a value are no gap`() {
        #expect(marked("{path}: no.", ["path": "environment[{a}]"]).template == "{path}: no.")
    }

    @Test func `nothing is said at any length`() {
        let long = String(repeating: "ä", count: 100_000)
        var message = Message(.info, time: Self.time, long, ["a": long])
        for number in 0..<1000 { message.values.entries.append(.init(name: "\(number)", text: "x")) }
        let told = origin.marked(message, at: Self.time)
        #expect((told.message?.utf8.count ?? 0) <= 2010)
        #expect(told.values.entries.allSatisfy { $0.text.utf8.count <= 2010 })
        #expect(told.values.entries.count < 60)
    }
}
