import BerthModel
import BerthPlatform
import Testing

@testable import BerthPython

@Suite struct PythonPlatformTests {
    private static func platform(_ folder: borrowing Scratch, _ script: String) throws -> PythonPlatform {
        var settings = PythonSettings()
        (settings.name, settings.plugin, settings.stateDirectory) = ("lab", "lab:Lab", folder.path)
        settings.python = try folder.program(script)
        return try PythonPlatform(settings) { Instant(seconds: 1_800_000_000) }
    }

    @Test func `one that has not said what it has is not bounded`() throws {
        let folder = try Scratch()
        let profile = try Self.platform(folder, "exec sleep 1000").profile
        #expect((profile.name, profile.kind, profile.outage) == ("lab", "python", nil))
        #expect(profile.capacity?.total[.cores] == .max)
        #expect(profile.executables.count == 8)
    }

    @Test func `it has what the plugin says`() async throws {
        let folder = try Scratch()
        let platform = try Self.platform(
            folder,
            #"""
            echo '{"berth":"worker","protocol":1,"python":"3.11"}'
            uri=https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds/executable/docker-container.yaml
            while read -r line; do
              id=${line#'{"id":'}; id=${id%%,*}
              echo "{\"id\":$id,\"result\":{\"summary\":\"A lab.\",\"capacity\":{\"cores\":4,\"memory\":8},\
            \"executables\":[\"$uri\",\"x\"],\"outage\":\"Closed.\"}}"
            done
            """#)
        _ = await platform.worker.profile()
        let profile = platform.profile
        #expect((profile.summary, profile.outage) == ("A lab.", "Closed."))
        #expect(profile.executables == [.dockerContainer])
        #expect(profile.capacity?.total[.cores] == 4)
        #expect(profile.capacity?.total[.memory] == 8 << 30)
        #expect(profile.capacity?.total[.storage] == .max)
        let found = await platform.findings().map(\.found)
        #expect(found.suffix(2) == ["lab:Lab answers on Python 3.11", "it says: Closed."])
    }

    @Test func `what cannot run is found`() async throws {
        let folder = try Scratch()
        let platform = try Self.platform(folder, "echo no module lab >&2; exit 66")
        let found = await platform.findings()
        // It takes nothing, and says so.
        #expect(platform.profile.executables == [])
        #expect(platform.profile.outage == "The plugin does not load; its log says why.")
        #expect(
            found.map(\.found)[1].hasPrefix("it did not start: it ended with code 66; it said last: no module lab"))
        #expect(found.map(\.isWell) == [true, false])
    }
}
