import Testing

@testable import berth

struct CommandConfigTests {
    @Test func aFileIsChecked() async throws {
        let folder = try TemporaryFolder()
        let good = try folder.write("good.yaml", "listen: 127.0.0.1:1")
        #expect(await CapturedRun.berth(["config", "check", good]).output == "\(good): fine.\n")
        let bad = try folder.write("bad.yaml", "lisen: 127.0.0.1:1")
        let run = await CapturedRun.berth(["config", "check"], environment: ["BERTH_CONFIG": bad])
        #expect(run.code == .badConfiguration)
        #expect(
            run.error == """
                berth: The configuration cannot be used:
                  \(bad):1:8: lisen: this key is not known. Did you mean listen?

                """)
    }

    @Test func whatOnlyThePartsKnow() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("c.yaml", "platforms: [{kind: containers, cores: 0}]")
        let run = await CapturedRun.berth(["config", "check", file])
        #expect(run.code == .badConfiguration)
        #expect(
            run.error == """
                berth: The configuration cannot be used:
                  \(file):1:39: platforms[0].cores: The setting cores is 0; it must be at least 1.

                """)
    }

    @Test func noFileIsFine() async throws {
        let folder = try TemporaryFolder()
        let environment = ["XDG_CONFIG_HOME": folder.path]
        let run = await CapturedRun.berth(["config", "check"], environment: environment)
        #expect(run.code == .success)
        #expect(
            run.output
                == "There is no configuration in \(folder.path)/berth/config.yaml and /etc/berth/config.yaml;"
                + " the defaults hold.\n")
    }

    @Test func everyKeyIsShown() async {
        #expect(await CapturedRun.berth(["config", "show"]).output == ConfigurationText.file)
    }
}
