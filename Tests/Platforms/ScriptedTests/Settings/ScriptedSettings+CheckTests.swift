import BerthModel
import BerthPlatform
import Testing

@testable import BerthScripted

@Suite struct ScriptedSettingsCheckTests {
    @Test(
        "settings that cannot be meant name their key",
        arguments: [
            ("name: ../x", "The setting name is ../x; it takes 1 to 64 letters, digits, - and _."),
            ("name: ''", "The setting name is ; it takes 1 to 64 letters, digits, - and _."),
            ("stateDirectory: x", "The setting stateDirectory is x, which is not an absolute path."),
            ("cores: -1", "The setting cores is -1; it must be at least 0."),
            ("executables: [x]", "The setting executables[0] is x, which is no kind of executable."),
            (
                "executables: [simple-data-resource]",
                "The setting executables[0] is simple-data-resource, which is no kind of executable."
            ),
            ("answer: {delay: -PT1S}", "The setting answer.delay is -PT1S; no time is less than none."),
            (
                "answer: {refusals: [{path: 'a..b'}]}",
                "The setting answer.refusals[0].path is a..b, which is no path such as compute.cores.min."
            ),
            (
                "answer: {refusals: [{when: [{above: 1}]}]}",
                "The setting answer.refusals[0].when[0].path is , which is no path such as compute.cores.min."
            ),
            (
                "answer: {refusals: [{change: {pattern: x}}]}",
                "The setting answer.refusals[0].change.to is missing; a pattern alone does not say what would do."
            ),
            (
                "answer: {refusals: [{change: {min: 2, max: 1}}]}",
                "The setting answer.refusals[0].change.min is 2, which is more than its max."
            ),
            (
                "answer: {silence: {when: [{path: 'a['}]}}",
                "The setting answer.silence.when[0].path is a[, which is no path such as compute.cores.min."
            ),
            (
                "steps: [{delay: PT1S}]",
                "The setting steps[0].step is missing; it is one of prepareStorage, prepareData, prepareCompute, "
                    + "prepareExecutable, start, observe, cancel, releaseExecutable, releaseCompute, releaseData, "
                    + "releaseStorage."
            ),
            ("steps: [{step: start, call: 0}]", "The setting steps[0].call is 0; it must be at least 1."),
            (
                "steps: [{step: start, delay: -PT1S}]",
                "The setting steps[0].delay is -PT1S; no time is less than none."
            ),
            ("run: {duration: -PT1S}", "The setting run.duration is -PT1S; no time is less than none."),
            ("run: {output: [{at: -PT1S}]}", "The setting run.output[0].at is -PT1S; no time is less than none."),
            ("run: {connectors: [{}]}", "The setting run.connectors[0].location is missing; it is the URL."),
        ])
    func refused(_ yaml: String, _ message: String) throws {
        let settings = try Script.settings(yaml)
        let error = #expect(throws: PlatformError.self) { try settings.check() }
        #expect(error?.code == .refused)
        #expect(error?.message == message)
    }

    @Test("a run may write so many lines and not one more")
    func lines() throws {
        var settings = ScriptedSettings()
        settings.run.output = .init(repeating: ScriptedLine(), count: ScriptedSettings.lineLimit)
        try settings.check()
        settings.run.output.append(ScriptedLine())
        let error = #expect(throws: PlatformError.self) { try settings.check() }
        #expect(error?.message == "The setting run.output has 10001 lines; it may have 10000.")
    }
}
