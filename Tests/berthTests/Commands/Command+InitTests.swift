import Testing

@testable import berth

struct CommandInitTests {
    @Test func fromAnImage() async {
        let run = await CapturedRun.berth([
            "init", "--image", "python:3.12", "--memory", "2", "--cores", "4", "--duration", "PT1H", "--name", "answer",
            "--env", "A=b=c", "--", "python", "-c", "print(6*7)",
        ])
        #expect(run.code == .success)
        let kinds = "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds"
        #expect(
            run.output == """
                # A task for berth run. Memory and storage are in GiB, durations in ISO 8601 (PT2H, P1D).
                executable:
                  kind: \(kinds)/executable/docker-container.yaml
                  meta:
                    name: answer
                  image:
                    locations:
                    - python:3.12
                  command:
                  - python
                  - "-c"
                  - print(6*7)
                  environment:
                    A: b=c
                compute:
                  kind: \(kinds)/compute/simple-compute-resource.yaml
                  cores:
                    min: 4
                  memory:
                    min: 2
                schedule:
                  requested:
                    duration: PT1H

                """)
    }

    @Test func fromANotebook() async throws {
        let folder = try TemporaryFolder()
        let notebook = try folder.write("a b.ipynb", "{}")
        let run = await CapturedRun.berth(["init", "--notebook", notebook])
        #expect(run.output.contains("kinds/executable/jupyter-notebook.yaml\n"))
        #expect(run.output.contains("/a%20b.ipynb\n"))
    }

    /// What it writes is what check takes.
    @Test func whatItWritesIsFine() async throws {
        let folder = try TemporaryFolder()
        let run = await CapturedRun.berth(["init", "--image", "a", "--command", "x", "--command", "1", "y"])
        #expect(run.output.contains("  command:\n  - x\n  - \"1\"\n  - \"y\"\n"))
        let file = try folder.write("t.yaml", run.output)
        #expect(await CapturedRun.berth(["check", file]).code == .success)
    }

    @Test(arguments: [
        (["init"], "Say what to run: --image IMAGE or --notebook NOTEBOOK. See berth init --help."),
        (["init", "--image", "a", "--notebook", "b"], "A task runs an image or a notebook, not both; leave one out."),
        (["init", "--notebook", "http://b", "x"], "A notebook takes no command and no --env; those are for --image."),
        (["init", "--image", "a", "--env", "x"], "--env takes NAME=VALUE; not \"x\"."),
        (["init", "--image", "a", "--duration", "2h"], "--duration takes a duration such as PT2H or P1D; not \"2h\"."),
        (
            ["init", "--image", "a", "--duration", "PT0S"],
            "schedule.requested.duration: PT0S is no time at all; write a duration above zero, such as PT2H."
        ),
    ])
    func whatCannotBeMeant(_ words: [String], _ message: String) async {
        let run = await CapturedRun.berth(words)
        #expect(run.code == .usage)
        #expect(run.error == "berth: \(message)\n")
    }
}
