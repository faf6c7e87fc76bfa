import BerthModel

/// What is handed to `sbatch`: its options as `#SBATCH` lines, and a shell that runs the program of the session.
///
/// The shell keeps the begin of both outputs up to a limit, hands signals to the program and waits for it, ends what
/// the program left behind, and leaves word of how it ended for when Slurm has forgotten the job. It starts as few
/// processes as it can: on a cluster of short jobs they would be much of the work.
///
/// | file of the state | meaning |
/// |---|---|
/// | `begun` | made by the first job: a second one ends at once, so that nothing runs twice |
/// | `times` | what the shell's children took of the processors |
/// | `exit` | the exit code, once all output is written |
struct JobScript: Sendable {
    var name: String
    var partition: String?
    var account: String?
    var cores: Int64
    var memoryBytes: Int64
    var seconds: Int64
    /// As `--gres` takes them.
    var gres: [String] = []
    /// Names that `--constraint` takes; a node must have all of them.
    var features: [String] = []
    /// Nodes that `--exclude` takes.
    var excluded: [String] = []
    /// Where the program runs.
    var directory: String
    /// For the files above.
    var state: String
    /// Where the two pipes are that the outputs go through, `out` and `err`.
    var pipes: String
    /// For `stdout` and `stderr`.
    var logs: String
    var temporary: String
    var logBytes: Int64
    /// Names that a shell takes.
    var environment: [(name: String, value: String)] = []
    /// The program and its arguments.
    var words: [String]

    /// The options, which are those of a question whether and when as well.
    var options: [String] {
        var options = ["--job-name=\(name)"]
        if let partition { options.append("--partition=\(partition)") }
        if let account { options.append("--account=\(account)") }
        options += [
            "--nodes=1", "--ntasks=1", "--cpus-per-task=\(cores)", "--mem=\(SlurmSize.mebibytes(memoryBytes))M",
            "--time=\(SlurmTime.text(seconds: seconds))",
        ]
        if !gres.isEmpty { options.append("--gres=\(gres.joined(separator: ","))") }
        if !features.isEmpty { options.append("--constraint=\(features.joined(separator: "&"))") }
        if !excluded.isEmpty { options.append("--exclude=\(excluded.joined(separator: ","))") }
        return options
    }

    var text: String {
        let all =
            options + [
                "--comment=berth", "--no-requeue", "--chdir=\(directory)", "--input=/dev/null",
                "--output=\(logs)/stdout", "--error=\(logs)/stderr", "--open-mode=append",
            ]
        var variables = [("HOME", directory), ("TMPDIR", temporary), ("OMP_NUM_THREADS", "\(cores)")]
        variables += environment.map { ($0.name, $0.value) }
        let exports = variables.map { "export \($0.0)=\(JobScript.quoted($0.1))" }
        let program = words.map(JobScript.quoted).joined(separator: " ")
        return "#!/bin/sh\n" + all.map { "#SBATCH \($0)\n" }.joined()
            + "state=\(JobScript.quoted(state))\npipes=\(JobScript.quoted(pipes))\nblocks=\(blocks)\n"
            + JobScript.beginning + exports.joined(separator: "\n")
            + "\nsetsid -w \(program) >\"$pipes/out\" 2>\"$pipes/err\" </dev/null &\n" + JobScript.ending
    }

    /// What a shell counts the sizes of files in.
    static let blockBytes: Int64 = 512

    private var blocks: Int64 { max(1, logBytes / JobScript.blockBytes) }

    private static let beginning = """
        unset TZ
        set -C
        if ! { true >"$state/begun"; } 2>/dev/null; then
            [ ! -e "$state/begun" ] || exit 0
            echo "Nothing can be written to $state: it is not there on this node, or full." >&2
            exit 1
        fi
        set +C
        keep() {
            trap '' TERM INT XFSZ
            ulimit -S -f "$blocks"
            cat 2>/dev/null && exit
            ulimit -S -f "$(ulimit -H -f)"
            printf '\\n[Only the first %s bytes of this output are kept.]\\n' "$((blocks * 512))"
            cat >/dev/null
        }
        keep <"$pipes/out" &
        first=$!
        keep <"$pipes/err" >&2 &
        second=$!
        trap : TERM INT

        """

    private static let ending = """
        program=$!
        while :; do
            wait "$program"
            code=$?
            kill -0 "$program" 2>/dev/null || break
        done
        kill -KILL "-$program" 2>/dev/null
        wait "$first" "$second"
        times >"$state/times"
        echo "$code" >"$state/exit"
        exit "$code"

        """

    /// A word as the shell reads it back: nothing in it means anything.
    static func quoted(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
