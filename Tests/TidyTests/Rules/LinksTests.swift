import Testing

/// Links of the documents lead somewhere, and the files that they name are there.
struct LinksTests {
    @Test func everyLinkOfADocumentResolves() throws {
        let findings = try Repository.paths.filter { $0.hasSuffix(".md") }.flatMap {
            Self.findings($0, try Repository.text($0), exists: Repository.exists) { try? Repository.text($0) }
        }
        #expect(findings.isEmpty, "\(findings.report)")
    }

    @Test func seesWhatLeadsNowhere() {
        let text = """
            # A title, with `code`
            [good](b.md) [too](../README.md#here-it-is) [same](#a-title-with-code) [web](https://a.org/b) \
            [mail](mailto:a@b)
            [bad](c.md) [no heading](b.md#nowhere) ![picture](p.png)
            `BerthModel/Gone.swift` `Sources/Here.swift` `scripts/gone ARGUMENT` `**/*.swift` `schemas/`
            ```
            [not](read.md)
            ```
            """
        let files = [
            "docs/a.md": text, "docs/b.md": "", "README.md": "\n## Here it is\n", "Sources/Here.swift": "",
            "schemas": "",
        ]
        let findings = Self.findings("docs/a.md", text, exists: { files[$0] != nil }, read: { files[$0] })
        #expect(
            findings.map(\.description) == [
                "docs/a.md:3: links to docs/c.md, which is not there; correct the link or write the file.",
                "docs/a.md:3: links to a heading #nowhere that docs/b.md does not have; correct one of them.",
                "docs/a.md:3: links to docs/p.png, which is not there; correct the link or write the file.",
                "docs/a.md:4: names BerthModel/Gone.swift, which is not there; correct the name.",
                "docs/a.md:4: names scripts/gone, which is not there; correct the name.",
            ])
    }

    static func findings(
        _ path: String, _ text: String, exists: (String) -> Bool, read: (String) -> String?
    ) -> [Finding] {
        var findings: [Finding] = []
        var isCode = false
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.hasPrefix("```") { isCode.toggle() }
            if isCode { continue }
            for target in targets(of: line) {
                let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
                let file = parts[0].isEmpty ? path : resolved(String(parts[0]), from: path)
                if !exists(file) {
                    findings.append(
                        Finding(
                            path, index + 1,
                            "links to \(file), which is not there; correct the link or write the file."))
                } else if parts.count == 2,
                    !anchors(of: file == path ? text : read(file) ?? "").contains(String(parts[1]))
                {
                    findings.append(
                        Finding(
                            path, index + 1,
                            "links to a heading #\(parts[1]) that \(file) does not have; correct one of them."))
                }
            }
            for name in namedFiles(of: line) where !exists(name) && !exists("Sources/" + name) {
                findings.append(Finding(path, index + 1, "names \(name), which is not there; correct the name."))
            }
        }
        return findings
    }

    /// Where links lead that stay in the repository.
    private static func targets(of line: Substring) -> [Substring] {
        line.ranges(of: "](").compactMap { range in
            guard let end = line[range.upperBound...].firstIndex(of: ")") else { return nil }
            let target = line[range.upperBound..<end]
            return target.contains(":") ? nil : target
        }
    }

    /// Paths of Swift files and of scripts that stand as code in a sentence.
    private static func namedFiles(of line: Substring) -> [String] {
        let pieces = line.split(separator: "`", omittingEmptySubsequences: false)
        return pieces.indices.filter { $0 % 2 == 1 }.compactMap { index in
            guard let word = pieces[index].split(separator: " ").first else { return nil }
            let isPath = word.contains("/") && !word.contains { "*<>{}$…".contains($0) }
            let isFile = word.hasSuffix(".swift") && !word.hasPrefix(".")
            return isPath && (isFile || word.hasPrefix("scripts/")) ? String(word) : nil
        }
    }

    private static func resolved(_ target: String, from path: String) -> String {
        var parts = path.split(separator: "/").dropLast()
        for part in target.split(separator: "/") where part != "." {
            if part == ".." { parts = parts.dropLast() } else { parts.append(part) }
        }
        return parts.joined(separator: "/")
    }

    /// The names that headings are linked by: lower case, spaces as dashes, other marks left out.
    private static func anchors(of text: String) -> Set<String> {
        Set(
            text.split(separator: "\n").filter { $0.hasPrefix("#") }.map { line in
                let title = line.drop { $0 == "#" }.drop { $0 == " " }.lowercased()
                return String(
                    title.compactMap { mark in
                        if mark == " " { return "-" }
                        return mark.isLetter || mark.isNumber || mark == "-" || mark == "_" ? mark : nil
                    })
            })
    }
}
