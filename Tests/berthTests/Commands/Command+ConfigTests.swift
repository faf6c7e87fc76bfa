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

    @Test func whatIsNamedAndNotThere() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "c.yaml",
            """
            client:
              tokenFile: \(folder.path)/token
            portal:
              catalogues:
                - {name: own, folder: \(folder.path)/catalogue}
            platforms:
              - kind: python
                plugin: \(folder.path)/lab.py:Lab
              - kind: openstack
                applicationCredential: "01"
                secretFile: \(folder.path)/secret
            """)
        let run = await CapturedRun.berth(["config", "check", file])
        #expect(run.code == .badConfiguration)
        #expect(
            run.error == """
                berth: The configuration cannot be used:
                  \(file):2:14: client.tokenFile: there is no file \(folder.path)/token; write the token \
                into it, or name another.
                  \(file):5:27: portal.catalogues[0].folder: there is no folder \(folder.path)/catalogue; \
                make it, or name another.
                  \(file):8:13: platforms[0].plugin: there is no file \(folder.path)/lab.py; write the plugin \
                there, or name another.
                  \(file):11:17: platforms[1].secretFile: there is no file \(folder.path)/secret; make it, or \
                name another.

                """)
    }

    @Test func aCloudWithoutCredentials() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("c.yaml", "platforms:\n  - kind: openstack\n    image: debian-12\n")
        let run = await CapturedRun.berth(["config", "check", file])
        #expect(run.code == .badConfiguration)
        #expect(run.error.contains("platforms[0].applicationCredential: "), "\(run.error)")
        #expect(run.error.contains("is missing, and so is user; one of them says who the broker is"), "\(run.error)")
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
