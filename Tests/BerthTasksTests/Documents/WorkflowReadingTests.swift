import BerthPlatform
import Testing

@testable import BerthTasks

@Suite struct WorkflowReadingTests {
    private func names(_ reading: WorkflowReading) async -> Result<[String], Sentences> {
        do throws(ReadingFault) {
            return .success(try await reading.fetched().files.map(\.name))
        } catch {
            return .failure(Sentences(error))
        }
    }

    private static let workflow = """
        class: Workflow
        inputs: {run: string}
        steps:
          one: {run: tools/one.cwl}
          two: {run: "tools/one.cwl#part"}
        """

    @Test func allThatIsReferredToIsFetchedOnce() async throws {
        let folder = try WorkflowFolder([
            "main.cwl": Self.workflow,
            "tools/one.cwl": """
            class: CommandLineTool
            requirements: [{$import: ../types.yml}]
            inputs:
              script: {type: File, default: {class: File, location: run.sh}}
              other: {type: File, default: {class: File, location: $(inputs.script)}}
            """, "types.yml": "class: SchemaDefRequirement", "tools/run.sh": "echo [",
        ])
        #expect(
            await names(folder.reading(.cwl, "main.cwl"))
                == .success(["main.cwl", "tools/one.cwl", "types.yml", "tools/run.sh"]))
        #expect(Files.exists(folder.path + "/copies/tools/run.sh"))
    }

    @Test func whatAddsUpIsKnown() async throws {
        let folder = try WorkflowFolder(["main.cwl": "class: CommandLineTool"])
        let files = try await folder.reading(.cwl, "main.cwl").fetched().files
        #expect(files == [WorkflowFile("main.cwl", Array("class: CommandLineTool".utf8))])
        #expect(files[0].sha256.utf8.count == 64)
    }

    @Test(arguments: [
        ("$import: main.cwl", "contradictory executable.location: the workflow includes itself: main.cwl → main.cwl."),
        (
            "$import: other.yml",
            "contradictory executable.location: the workflow includes itself: main.cwl → other.yml → main.cwl."
        ),
        (
            "a: 1\nb: {$include: ../secret}",
            "notAllowed executable.location: main.cwl, line 2, refers to ../secret, which is not below the folder of "
                + "the workflow."
        ),
        (
            "x: {class: File, path: /etc/passwd}",
            "notAllowed executable.location: main.cwl, line 1, refers to /etc/passwd, which is not below the folder of "
                + "the workflow."
        ),
        (
            "x: 1\n$base: http://other.org",
            "notAllowed executable.location: main.cwl, line 2, changes what all references mean ($base); leave it out."
        ),
        (
            "a: [1\nb: 2",
            "contradictory executable.location: main.cwl cannot be read: line 2, column 2, at a[1]: "
                + "This is not YAML; check indentation, quotes and brackets. (did not find expected ',' or ']')"
        ),
    ])
    func whatIsRefused(_ text: String, _ sentence: String) async throws {
        let folder = try WorkflowFolder(["main.cwl": text, "other.yml": "$import: main.cwl"])
        #expect(await names(folder.reading(.cwl, "main.cwl")) == .failure(Sentences([sentence])))
    }

    @Test func limits() async throws {
        let folder = try WorkflowFolder(["main.cwl": Self.workflow, "tools/one.cwl": "class: CommandLineTool"])
        #expect(await names(folder.reading(.cwl, "main.cwl", documents: 2)) == .success(["main.cwl", "tools/one.cwl"]))
        #expect(
            await names(folder.reading(.cwl, "main.cwl", documents: 1))
                == .failure(
                    Sentences([
                        "never executable.location: the workflow has more than the 1 documents and files that are read "
                            + "here."
                    ])))
        let bytes = Int64(Self.workflow.utf8.count)
        let other = try WorkflowFolder(["main.cwl": Self.workflow, "tools/one.cwl": "class: CommandLineTool"])
        #expect((try? await names(other.reading(.cwl, "main.cwl", bytes: bytes)).get()) != nil)
        let third = try WorkflowFolder(["main.cwl": Self.workflow])
        #expect(
            await names(third.reading(.cwl, "main.cwl", bytes: bytes - 1))
                == .failure(
                    Sentences([
                        "never executable.location: \(third.url("main.cwl")) has \(bytes) bytes; \(bytes - 1) are "
                            + "allowed."
                    ])))
    }

    @Test func aFileThatTheSiteDoesNotLetBeRead() async throws {
        let folder = try WorkflowFolder()
        var reading = folder.reading(.cwl, "main.cwl")
        reading = WorkflowReading(
            fetcher: reading.fetcher, documents: 1, seconds: 1, language: .cwl,
            address: WorkflowAddress("file:///etc/passwd"), directory: folder.path + "/copies")
        #expect(
            await names(reading)
                == .failure(
                    Sentences([
                        "notAllowed executable.location: this site does not let file:///etc/passwd be read, or it is "
                            + "no ordinary file."
                    ])))
    }

    @Test func aSnakefileThatIncludesItself() async throws {
        let folder = try WorkflowFolder([
            "Snakefile": "include: \"rules/a.smk\"\nrule all:\n    script: \"scripts/x.py\"\n",
            "rules/a.smk": "include: \"../Snakefile\"\n", "scripts/x.py": "import os",
        ])
        #expect(
            await names(folder.reading(.snakemake, "Snakefile"))
                == .failure(
                    Sentences([
                        "contradictory executable.location: the workflow includes itself: Snakefile → rules/a.smk → "
                            + "Snakefile."
                    ])))
    }
}
