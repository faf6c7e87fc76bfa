import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthWorkflows

@Suite struct WorkflowSettingsTests {
    @Test(arguments: [
        ("{cores: 0}", "cores", "The setting cores is 0; it must be at least 1."),
        ("{documents: 0}", "documents", "The setting documents is 0; it must be at least 1."),
        ("{stopSeconds: -1}", "stopSeconds", "The setting stopSeconds is -1; it must be at least 0."),
        (
            "{programs: {cwltool: bin/cwltool}}", "programs.cwltool",
            "The setting programs.cwltool is bin/cwltool, which is not an absolute path."
        ),
        ("{hostPaths: [x]}", "hostPaths[0]", "The setting hostPaths has x, which is not an absolute path."),
        (
            "{dataAddresses: [x]}", "dataAddresses[0]",
            "The setting dataAddresses has x, which is no address or range such as 10.0.0.0/8."
        ),
        (
            "{instance: A}", "instance",
            "The setting instance is A; it takes 1 to 40 lower-case letters, digits and -."
        ),
    ])
    func whatCannotBeMeant(_ yaml: String, _ key: String, _ message: String) throws {
        let document = try Document.read(Array(yaml.utf8), as: .yaml)
        let settings = WorkflowSettings.reading(document, from: .yaml).value
        let error = #expect(throws: PlatformError.self) { try WorkflowPlatform(settings) }
        #expect(error?.message == message)
        #expect(error?.subject == key)
    }

    @Test func aKindIsOfferedWhenItsEngineIsThere() throws {
        var settings = WorkflowSettings()
        settings.programs.cwltool = "/nowhere/cwltool"
        settings.programs.snakemake = "/bin/sh"
        #expect(try WorkflowPlatform(settings).profile.executables == [.snakemakeWorkflow])
        // There, and no program: not even root may run it.
        settings.programs.snakemake = "/etc/passwd"
        let profile = try WorkflowPlatform(settings).profile
        #expect(profile.executables == [])
        #expect(profile.outage == "Neither cwltool nor snakemake is on this machine; an administrator sets programs.")
        #expect(WorkflowEngines(WorkflowPrograms(), path: "relative:/nowhere:/bin").cwltool == "/usr/bin/cwltool")
    }
}
