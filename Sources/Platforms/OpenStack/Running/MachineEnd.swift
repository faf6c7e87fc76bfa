import BerthHTTP
import BerthModel
import BerthPlatform

/// How a task ended, as its machine told it.
enum MachineEnd: Sendable, Hashable {
    /// - Parameters:
    ///   - outBytes: what it told of the output.
    ///   - errorBytes: and of the errors.
    case exited(Int64, isOverTime: Bool, outBytes: Int64, errorBytes: Int64)
    /// The task never began, and why.
    case failed(String)

    /// As a line of a file.
    var line: String {
        switch self {
        case .exited(let code, let isOverTime, let out, let errors):
            "exited \(code) \(isOverTime ? "time" : "done") \(out) \(errors)"
        case .failed(let why): "failed " + Base64.encoded(Array(why.utf8))
        }
    }

    init?(line: String) {
        let words = line.split { $0 == " " || $0 == "\n" }
        switch words.first {
        case "exited":
            guard words.count == 5, let code = Int64(words[1]), let out = Int64(words[3]), let errors = Int64(words[4])
            else { return nil }
            self = .exited(code, isOverTime: words[2] == "time", outBytes: out, errorBytes: errors)
        case "failed":
            guard words.count <= 2, let why = Base64.decoded(words.count == 2 ? words[1] : "") else { return nil }
            self = .failed(String(decoding: why, as: UTF8.self))
        default: return nil
        }
    }

    /// - Parameter seconds: the time that was offered.
    func outcome(seconds: Int64) -> Outcome {
        switch self {
        case .exited(let code, false, _, _): return .exited(code)
        case .exited(let code, true, _, _):
            return Outcome(
                isSuccess: false, exitCode: code == 0 ? nil : code,
                notes: [
                    Note(
                        .error, "The machine ended the program after {limit}, the time that was offered.",
                        ["limit": TimeSpan(seconds: seconds).description])
                ])
        case .failed(let why):
            return Outcome(
                isSuccess: false, exitCode: nil,
                notes: [
                    Note(.error, "The machine could not begin the program: {problem}.", ["problem": why])
                ])
        }
    }
}
