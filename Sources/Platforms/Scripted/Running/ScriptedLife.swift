import BerthModel
import BerthPlatform

/// Where the work of a session stands and what it has written: a pure function of script, record and time.
struct ScriptedLife {
    private let run: ScriptedRun
    private let thing: ScriptedThing
    /// When it begins to run, once it is started.
    private let begin: Instant?
    /// When it ends by itself or was ended.
    private let end: Instant?

    init(_ run: ScriptedRun, _ thing: ScriptedThing) {
        self.run = run
        self.thing = thing
        begin = thing.started.map { $0 + run.queued }
        let whole = begin.map { $0 + run.duration }
        end = [whole, thing.stopped].compactMap(\.self).min()
    }

    func state(at now: Instant) -> WorkState {
        guard let end, now >= end else {
            guard let begin, now >= begin else { return .waiting }
            return .running
        }
        // What was stopped at its very end had ended.
        if let begin, end >= begin + run.duration { return .finished(.exited(run.exitCode)) }
        return .finished(
            Outcome(
                isSuccess: false, exitCode: nil,
                notes: [Note(.info, "The program was stopped because the session was cancelled.")]))
    }

    /// Everything that was written until an instant.
    func written(_ stream: LogStream, at now: Instant) -> [UInt8] {
        guard let begin else { return [] }
        let last = end.map { min($0, now) } ?? now
        return lines(of: stream).prefix { begin + $0.at <= last }.flatMap { Array($0.text.utf8) + [UInt8(ascii: "\n")] }
    }

    /// Nothing more will be written after an instant.
    func isSilent(at now: Instant) -> Bool { thing.isOver || end.map { now >= $0 } ?? false }

    /// When something changes next by itself; `nil` when nothing does.
    func nextChange(after now: Instant) -> Instant? {
        var instants = [begin, end].compactMap(\.self)
        if let begin { instants += run.output.map { begin + $0.at } }
        return instants.filter { $0 > now }.min()
    }

    /// In the order of their time; those of the same time as the script has them.
    private func lines(of stream: LogStream) -> [ScriptedLine] {
        run.output.enumerated().filter { $0.element.stream == stream }
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
    }
}
