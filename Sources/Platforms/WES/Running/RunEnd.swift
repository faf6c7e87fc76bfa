import BerthDocument
import BerthModel
import BerthPlatform

/// How a run ended, for its owner.
struct RunEnd: Sendable {
    var run: String
    var record: RunRecord
    /// Whether the session asked for it.
    var wasStopped: Bool
    /// Outputs that the service does not hand out.
    var missing: [LogStream] = []

    /// Tasks and outputs that are told by name.
    private static let told = 20

    var outcome: Outcome {
        let isSuccess = record.state == .complete
        var outcome = Outcome(isSuccess: isSuccess, exitCode: nil, notes: [])
        if record.state != .canceled { outcome.exitCode = record.log.exitCode ?? (isSuccess ? 0 : nil) }
        // An engine may end well and its run not.
        if !isSuccess, outcome.exitCode == 0 { outcome.exitCode = nil }
        outcome.notes = (isSuccess ? outputNotes : failureNotes) + missingNotes
        return outcome
    }

    private var failureNotes: [Note] {
        var notes = [failure]
        let failed = record.tasks.filter { ($0.exitCode ?? 0) != 0 }
        for task in failed.prefix(Self.told) {
            notes.append(
                Note(
                    .error, "The task {task} ended with exit code {exitCode}.",
                    ["task": task.name ?? "without a name", "exitCode": "\(task.exitCode ?? 0)"]))
        }
        return notes
    }

    private var failure: Note {
        let run: NamedTexts = ["run": run, "state": record.state.rawValue]
        switch record.state {
        case .canceled:
            return Note(
                .error,
                wasStopped
                    ? "The run {run} was cancelled because the session was."
                    : "The run {run} was cancelled at the service, and not from here.", run)
        case .executorError:
            guard let code = record.log.exitCode else {
                return Note(.error, "The workflow failed; its output says why ({state} of the run {run}).", run)
            }
            return Note(.error, "The program ended with exit code {exitCode}.", ["exitCode": "\(code)"])
        default:
            return Note(
                .error,
                "The service could not carry the run {run} out ({state}); try again, or ask those who run the service.",
                run)
        }
    }

    private var outputNotes: [Note] {
        guard case .map(let outputs)? = record.outputs else { return [] }
        let names = outputs.members.prefix(Self.told).map(\.name).joined(separator: ", ")
        return [
            Note(
                .info,
                outputs.count > Self.told
                    ? "The run has {count} outputs, among them {names}; the result of the session says where they are."
                    : "The run has the outputs {names}; the result of the session says where they are.",
                ["count": "\(outputs.count)", "names": names])
        ]
    }

    private var missingNotes: [Note] {
        missing.map { stream in
            Note(
                .warn, "The service does not hand out {stream} of the run {run}.",
                ["stream": stream.rawValue, "run": run])
        }
    }

    /// What tasks wrote, where the record itself has it, with a line before each.
    var taskText: String {
        var text = ""
        for task in record.tasks.prefix(Self.told) {
            for (stream, written) in [("stdout", task.stdout), ("stderr", task.stderr)] {
                guard let written, case .text(let said) = OutputPlace(written, in: "") else { continue }
                let code = task.exitCode.map { ", exit code \($0)" } ?? ""
                text += "[\(task.name ?? "task"), \(stream)\(code)]\n\(said)\(said.hasSuffix("\n") ? "" : "\n")"
            }
        }
        return text
    }
}
