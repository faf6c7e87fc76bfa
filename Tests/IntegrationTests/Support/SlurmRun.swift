/// Requests for jobs, as people write them.
enum SlurmRun {
    static func script(_ script: String, _ rest: String = "") -> String {
        let lines = script.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n")
        return "executable:\n  kind: batch-script\n  script: |\n\(lines)\n" + rest
    }
}
