import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthScripted

@Suite struct ScriptedSettingsTests {
    @Test("a whole script is read, written and read again")
    func roundTrip() throws {
        let yaml = """
            name: demo
            summary: A demonstration.
            cores: 4
            memory: 8
            storage: 100
            executables: [docker-container]
            answer:
              delay: PT0.5S
              refusals:
              - when:
                - {path: compute.memory.min, above: 4, below: 9}
                - {path: executable.image.locations, contains: gpu}
                rung: tooDear
                path: compute.memory.min
                message: "{path}: {wanted} is too much for {who}."
                values: {who: you}
                couldChange: your group
                change: {to: 4, max: 4, unit: GiB}
              silence: {when: [{path: asker.subject, lacks: ada}], reason: tooSlow, message: Asleep.}
              costs: [{kind: simple-minmax-float-cost, type: EUR, min: 1.0, max: 2.5}]
              metrics: [{kind: simple-minmax-float-metric, type: kWh, max: 3.0}]
            preparing: PT1M
            releasing: PT10S
            steps:
            - {step: prepareData, delay: PT2S, call: 1, failure: {code: unreachable, message: M., subject: s, cause: c}}
            run:
              queued: PT1S
              duration: PT1M
              exitCode: 3
              output: [{at: PT1S, stream: stderr, text: oh}]
              connectors: [{protocol: https, location: "https://h/"}]
            """
        let settings = try Script.settings(yaml)
        try settings.check()
        #expect(settings.answer.refusals[0].when[0].below == 9)
        #expect(settings.answer.refusals[0].change?.to == ScriptedValue(4))
        #expect(settings.answer.silence?.reason == .tooSlow)
        #expect(settings.steps[0].failure?.code == "unreachable")
        #expect(settings.run.output == [ScriptedLine(TimeSpan(seconds: 1), .stderr, "oh")])
        let written = try settings.document(for: .yaml).written(as: .yaml)
        #expect(try Script.settings(String(decoding: written, as: UTF8.self)) == settings)
    }

    @Test("words that are not known are told with those that are")
    func words() throws {
        let document = try Document.read(
            Array("{steps: [{step: fly}], answer: {silence: {reason: x}}, ruN: {}}".utf8), as: .yaml)
        #expect(
            ScriptedSettings.reading(document, from: .yaml).problems.map(\.message) == [
                "steps[0].step: expected one of prepareStorage, prepareData, prepareCompute, prepareExecutable, start, "
                    + "observe, cancel, releaseExecutable, releaseCompute, releaseData, releaseStorage, got \"fly\".",
                "answer.silence.reason: expected one of unreachable, tooSlow, brokenReply, got \"x\".",
                "ruN: this member is not known here and was ignored.",
            ])
    }
}
