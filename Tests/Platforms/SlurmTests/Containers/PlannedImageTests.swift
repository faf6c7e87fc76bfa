import BerthModel
import Testing

@testable import BerthSlurm

@Suite struct PlannedImageTests {
    private static let configuration = Array(
        """
        {"architecture": "amd64", "os": "linux", "config": {"Env": ["A=b=c", "=x", "none"], "Entrypoint": ["/bin/sh"],
         "Cmd": ["-c", "true"], "WorkingDir": "/data"}}
        """.utf8)

    @Test(
        "what is run, by what the request says in place of the image",
        arguments: [
            (nil, [], ["/bin/sh", "-c", "true"]), (nil, ["x"], ["/bin/sh", "x"]), ("env", [], ["env"]),
            ("env", ["x", "y"], ["env", "x", "y"]),
        ] as [(String?, [String], [String])])
    func words(_ entrypoint: String?, _ command: [String], _ words: [String]) throws {
        var container = DockerContainer()
        container.entrypoint = entrypoint
        container.command = command
        let image = try #require(PlannedImage(Self.configuration, reference: "r@d", container))
        #expect(image.words == words)
        #expect(image.environment == ["A=b=c"])
        #expect(image.directory == "/data")
        #expect(image.architecture == "amd64")
    }

    @Test func whatSaysNothing() throws {
        #expect(PlannedImage(Array("[]".utf8), reference: "r", nil) == nil)
        let bare = try #require(PlannedImage(Array("{}".utf8), reference: "r", nil))
        #expect(bare.words == [])
        #expect(bare.directory == "/")
    }
}
