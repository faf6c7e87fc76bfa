import BerthModel
import Testing

@testable import BerthSlurm

@Suite struct NodeLookTests {
    @Test func whatSlurmIsTold() {
        var settings = SlurmSettings()
        settings.instance = "one"
        settings.partition = "short"
        settings.account = "a"
        settings.programs.cwltool = "/w/cwltool"
        let words = NodeLook.words(settings)
        #expect(
            words.prefix(5) == [
                "--job-name=berth-one-look", "--immediate=30", "--quiet", "--partition=short", "--account=a",
            ])
        let programs = ["cwltool", "/w/cwltool", "snakemake", "snakemake", "bwrap", "bwrap"]
        #expect(words.suffix(7) == ["python3"] + programs)
        settings.programs.jupyter = "/j/python"
        #expect(NodeLook.words(settings).suffix(7).first == "/j/python")
    }
}
