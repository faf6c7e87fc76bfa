import Testing

@testable import BerthSlurm

@Suite struct JobScriptTests {
    private static var script: JobScript {
        JobScript(
            name: "berth-a-1", partition: "batch", account: "physics", cores: 4, memoryBytes: 3 << 30, seconds: 93784,
            gres: ["gpu:a100:1"], features: ["avx", "large"], excluded: ["n1", "n7"], directory: "/s/work",
            state: "/s/state", pipes: "/s", logs: "/l", temporary: "/s/tmp",
            logBytes: 1000, environment: [("NAME", "it's $HOME `x`")],
            words: ["/bin/sh", "/s/script", "a b", "$(x)", ""])
    }

    @Test func optionsSayWhatIsPromised() {
        #expect(
            Self.script.options == [
                "--job-name=berth-a-1", "--partition=batch", "--account=physics", "--nodes=1", "--ntasks=1",
                "--cpus-per-task=4", "--mem=3072M", "--time=1-02:03:04", "--gres=gpu:a100:1",
                "--constraint=avx&large", "--exclude=n1,n7",
            ])
        let lines = Self.script.text.split(separator: "\n")
        #expect(lines.first == "#!/bin/sh")
        for line in ["--no-requeue", "--chdir=/s/work", "--output=/l/stdout", "--error=/l/stderr"] {
            #expect(lines.contains("#SBATCH " + line))
        }
    }

    @Test("no word of a request means anything to the shell")
    func quotes() {
        let text = Self.script.text
        #expect(text.contains("export NAME='it'\\''s $HOME `x`'\n"))
        #expect(text.contains("setsid -w '/bin/sh' '/s/script' 'a b' '$(x)' '' >"))
        #expect(JobScript.quoted("a'b") == "'a'\\''b'")
        #expect(JobScript.quoted("") == "''")
    }

    @Test("what a text of a request says in its lines is no option of the job")
    func onlyOurOptions() {
        var script = Self.script
        script.environment = [("X", "1\n#SBATCH --uid=0")]
        // Slurm reads options up to the first line of the shell, and that one is ours.
        let lines = script.text.split(separator: "\n")
        let last = lines.lastIndex { $0.hasPrefix("#SBATCH --open-mode") } ?? 0
        #expect(lines[last + 1] == "state='/s/state'")
    }

    @Test(
        "what is kept of an output is counted in blocks, and is one of them at least",
        arguments: [
            (512, 1), (1023, 1), (1024, 2), (1, 1),
        ] as [(Int64, Int)])
    func blocks(_ bytes: Int64, _ blocks: Int) {
        var script = Self.script
        script.logBytes = bytes
        #expect(script.text.contains("\nblocks=\(blocks)\n"))
    }
}
