import BerthModel
import Testing

@testable import berth

struct ConfigurationTextTests {
    @Test func theFileIsTheDefaults() throws {
        let text = ConfigurationText.file
        let read = try ConfigurationFile(reading: Array(text.utf8), from: "c.yaml").configuration
        #expect(read == Configuration())
        #expect(
            text.contains(
                "\n# Where the service listens: a numeric address and a port, or unix: and a path.\n"
                    + "listen: 127.0.0.1:8470\n"
            ))
        #expect(text.contains("\n  # How long an offer is held. [duration]\n  offerLife: PT5M\n"))
    }

    /// Whoever takes the marks of comments away has the keys of a platform, with their defaults.
    @Test func commentedKeysAreKeys() throws {
        let lines = ConfigurationText.file.split(separator: "\n")
        let start = try #require(lines.firstIndex(of: "#platforms:"))
        var text = "platforms:\n"
        // Keys with a value of their own, at the level of a platform.
        for line in lines[start...].map({ $0.dropFirst() })
        where line.hasPrefix("  - kind: ") || line.hasPrefix("    ") && line.dropFirst(4).first != " " {
            if !line.hasSuffix(":") && !line.contains("#") { text += line + "\n" }
            // What has no default, and without which there is no such platform.
            if line == "  - kind: openstack" { text += "    applicationCredential: id\n" }
        }
        let read = try ConfigurationFile(reading: Array(text.utf8), from: "c.yaml").configuration
        #expect(read.platforms.map(\.name) == PlatformKind.all.map(\.word))
    }

    @Test func rowsNameDefaultsAndUnits() {
        let rows = ConfigurationText.rows
        func row(_ key: String) -> ConfigurationText.Row? { rows.first { $0.key == key } }
        #expect(row("listen")?.standard == "127.0.0.1:8470")
        #expect(row("publicURL")?.standard == "")
        #expect(
            row("broker.retention")
                == .init(
                    key: "broker.retention", standard: "P30D", unit: "duration",
                    summary: "How long finished sessions and expired offers are kept."))
        #expect(row("broker.defaults.memory")?.unit == "GiB")
        #expect(row("limits.idleTimeoutSeconds")?.unit == "s")
        #expect(row("limits.headTimeoutMilliseconds")?.unit == "ms")
        #expect(row("users[].tokenSHA256") != nil)
        #expect(row("platforms[].pullSeconds")?.standard == "1800")
        #expect(row("platforms[].cores")?.unit == "cores")
    }

    /// `scripts/generate` runs this test with `BERTH_GENERATE=1`, which writes the table.
    @Test func theTableOfOperatingIsWhatTheShapesMake() throws {
        let isSame = try GeneratedBlock(of: "OPERATING.md", "configuration").isSame(as: ConfigurationText.table)
        #expect(isSame, "OPERATING.md is not what the shapes make; run scripts/generate.")
    }
}
