import Testing

/// What may not be in the repository: traces of one machine, other people's files, what no one can read.
struct ContentsTests {
    /// Bytes of one file; the largest that is generated has a third of it.
    static let largestFileBytes = 1 << 20

    /// Written in two parts, so that this file does not break its own rule.
    static let hosts = [
        "pypi" + ".org", "python" + "hosted.org", "deb." + "debian.org", "security." + "debian.org", "npmjs" + ".org",
        "npmjs" + ".com", "crates" + ".io", "maven" + ".org", "proxy." + "golang.org", "ruby" + "gems.org",
    ]
    static let folders = ["/ro" + "ot/", "/wo" + "rk/", "/ho" + "me/"]

    @Test func nothingNamesAMachineOrARegistry() throws {
        let findings = try Repository.paths.flatMap { Self.traces($0, try Repository.text($0)) }
        #expect(findings.isEmpty, "\(findings.report)")
    }

    @Test func nothingThirdPartyIsCommitted() throws {
        let paths = Repository.paths.filter { !Self.isPicture($0) }
        let findings = try paths.flatMap { Self.foreign($0, try Repository.read($0)) }
        #expect(findings.isEmpty, "\(findings.report)")
    }

    /// Pictures of our own pages, which the browser tests take.
    private static func isPicture(_ path: String) -> Bool { path.hasPrefix("docs/pictures/") && path.hasSuffix(".png") }

    @Test(arguments: folders)
    func seesAFolderOfOneMachine(_ folder: String) {
        let text = "one\nsee \"\(folder)x\"\n"
        #expect(
            Self.traces("a.md", text).map(\.description) == [
                "a.md:2: names \(folder), a folder of one machine; use a relative path or a temporary folder."
            ])
        // A folder of that name somewhere below is no trace.
        #expect(Self.traces("a.md", "$W\(folder)x ${A}\(folder) \\(a)\(folder) a\(folder) ~\(folder)").isEmpty)
    }

    @Test(arguments: hosts)
    func seesARegistry(_ host: String) {
        #expect(
            Self.traces("a.md", "https://\(host)/x").map(\.description) == [
                "a.md:1: names \(host), the host of a registry; leave it to the settings of its client."
            ])
    }

    @Test(arguments: [
        ("a/vendor/x.swift", "a folder of other people's code"),
        ("x.min.js", "a file that was built or packed, and not written"),
        ("lib/x.so", "a file that was built or packed, and not written"),
        ("x.swift", "bytes that are no text"),
        ("x.txt", "somebody else's copyright"),
    ])
    func seesWhatIsForeign(_ path: String, _ what: String) {
        let text = path == "x.swift" ? "a\0b" : path == "x.txt" ? "// Copy" + "right (c) 2020 Somebody" : "text"
        #expect(
            Self.foreign(path, Array(text.utf8)).map(\.description) == [
                "\(path):1: \(what); fetch it when it is needed (scripts/setup), or write it."
            ])
    }

    @Test func aFileAtTheLimitAndOneBeyond() {
        let full = [UInt8](repeating: 65, count: Self.largestFileBytes)
        #expect(Self.foreign("a.json", full).isEmpty)
        #expect(
            Self.foreign("a.json", full + [65]).map(\.description) == [
                "a.json:1: more than 1048576 bytes; fetch it when it is needed (scripts/setup), or write it."
            ])
    }

    static func traces(_ path: String, _ text: String) -> [Finding] {
        var findings: [Finding] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            for host in hosts where line.contains(host) {
                findings.append(
                    Finding(
                        path, index + 1,
                        "names \(host), the host of a registry; leave it to the settings of its client."))
            }
            for folder in folders where line.ranges(of: folder).contains(where: { isAtRoot($0.lowerBound, line) }) {
                findings.append(
                    Finding(
                        path, index + 1,
                        "names \(folder), a folder of one machine; use a relative path or a temporary folder."))
            }
        }
        return findings
    }

    /// Whether a path begins here, and not in the middle of one.
    private static func isAtRoot(_ place: Substring.Index, _ line: Substring) -> Bool {
        guard place > line.startIndex else { return true }
        let before = line[line.index(before: place)]
        return !before.isLetter && !before.isNumber && !"})>~._-*$".contains(before)
    }

    static func foreign(_ path: String, _ bytes: [UInt8]) -> [Finding] {
        var reasons: [String] = []
        let parts = path.split(separator: "/")
        if parts.contains(where: { ["vendor", "third_party", "node_modules", "external"].contains($0) }) {
            reasons.append("a folder of other people's code")
        }
        let built = [".min.js", ".so", ".a", ".o", ".jar", ".whl", ".tar", ".gz", ".zip", ".pyc", ".class"]
        if built.contains(where: { path.hasSuffix($0) }) {
            reasons.append("a file that was built or packed, and not written")
        }
        if bytes.count > largestFileBytes { reasons.append("more than \(largestFileBytes) bytes") }
        // What fuzz targets start from may be any bytes.
        if bytes.contains(0), !path.hasPrefix("Fuzz/Corpus/") { reasons.append("bytes that are no text") }
        let text = String(decoding: bytes.prefix(4096), as: UTF8.self)
        if path != "LICENSE", text.contains("Copy" + "right (c)") || text.contains("SPDX-License" + "-Identifier") {
            reasons.append("somebody else's copyright")
        }
        return reasons.map { Finding(path, 1, $0 + "; fetch it when it is needed (scripts/setup), or write it.") }
    }
}
