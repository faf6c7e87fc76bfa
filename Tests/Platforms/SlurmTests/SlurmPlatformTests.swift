import BerthModel
import BerthPlatform
import Testing

@testable import BerthSlurm

@Suite struct SlurmPlatformTests {
    @Test func whatTheSiteNamesIsOfferedBeforeANodeWasAsked() throws {
        var settings = SlurmSettings()
        settings.stateDirectory = "/nowhere"
        #expect(try SlurmPlatform(settings).profile.executables == [.batchScript, .pythonProgram])
        settings.programs.jupyter = "/j/python"
        settings.programs.snakemake = "/s/snakemake"
        #expect(
            try SlurmPlatform(settings).profile.executables == [
                .batchScript, .pythonProgram, .jupyterNotebook, .snakemakeWorkflow,
            ])
    }

    @Test(arguments: [
        ("jupyter", "a b"), ("cwltool", "$(x)"), ("snakemake", ";"),
    ])
    func aProgramIsOneWord(_ key: String, _ path: String) {
        var settings = SlurmSettings()
        settings.stateDirectory = "/nowhere"
        switch key {
        case "jupyter": settings.programs.jupyter = path
        case "cwltool": settings.programs.cwltool = path
        default: settings.programs.snakemake = path
        }
        let error = #expect(throws: PlatformError.self) { try SlurmPlatform(settings) }
        #expect(
            error?.message
                == "The setting programs.\(key) is \(path); it takes a name or a path of letters, digits and /._-.")
    }
}
