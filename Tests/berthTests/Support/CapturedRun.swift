import BerthAnswers
import BerthBroker
import BerthModel

@testable import berth

/// What a command wrote, and what it told.
struct CapturedRun: Sendable {
    var code: ExitCode
    var output: String
    var error: String

    /// Noon of a day in the future, in UTC: whoever shows a time shows the same each time.
    static let now = Instant("2030-01-31T12:00:00Z") ?? Instant(seconds: 0)

    /// Runs a command line in surroundings of its own.
    static func berth(
        _ words: [String], environment: [String: String] = [:], columns: Int? = nil, isTerminal: Bool = false,
        signals: Signals = Signals(), now: @escaping @Sendable () -> Instant = { now }
    ) async -> CapturedRun {
        let sink = Sink()
        let surroundings = Surroundings.test(
            sink, environment: environment, columns: columns, isTerminal: isTerminal, signals: signals, now: now)
        let code = await Program.run(words, surroundings)
        return CapturedRun(code: code, output: sink.text(.output), error: sink.text(.error))
    }
}

/// Takes what would go to a terminal.
final class Sink: Sendable {
    private let written = Locked<[Console.Stream: [UInt8]]>([:])

    func write(_ stream: Console.Stream, _ bytes: [UInt8]) {
        written.withLock { $0[stream, default: []] += bytes }
    }

    func text(_ stream: Console.Stream) -> String {
        String(decoding: written.withLock { $0[stream] ?? [] }, as: UTF8.self)
    }
}

extension Surroundings {
    static func test(
        _ sink: Sink, environment: [String: String] = [:], columns: Int? = nil, isTerminal: Bool = false,
        signals: Signals = Signals(), now: @escaping @Sendable () -> Instant = { CapturedRun.now }
    ) -> Surroundings {
        var console = Console(write: { sink.write($0, $1) })
        console.columns = columns
        console.outputIsTerminal = isTerminal
        console.errorIsTerminal = isTerminal
        return Surroundings(
            console: console, environment: { environment[$0] }, now: now, zone: { _ in 0 }, signals: signals)
    }
}

extension Console {
    /// One that nobody reads.
    static let none = Console(write: { _, _ in })
}

extension TimeText {
    static let noon = TimeText(now: CapturedRun.now, offset: { _ in 0 })
}
