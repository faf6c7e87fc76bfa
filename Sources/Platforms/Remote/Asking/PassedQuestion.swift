import BerthClient
import BerthDocument
import BerthModel
import BerthPlatform
import Synchronization

/// A question as it goes on to other brokers: what is the same for all of them is made once, however many there are.
final class PassedQuestion: Sendable {
    /// The request, and its bytes.
    struct Written: Sendable {
        var request: ExecutionRequest
        var bytes: [UInt8]
    }

    let question: Question
    let print: QuestionPrint
    /// For sites whose clock is right.
    private let written: Mutex<Written?>

    init(_ question: Question) {
        self.question = question
        print = question.print()
        written = Mutex(nil)
    }

    private struct Known {
        weak var passed: PassedQuestion?
    }

    /// As long as somebody is asked.
    private static let known = Mutex<[Known]>([])

    /// The one of a question that others are asked at this moment, else a new one.
    static func of(_ question: Question) -> PassedQuestion {
        known.withLock { known in
            for entry in known {
                if let passed = entry.passed, passed.question == question { return passed }
            }
            known.removeAll { $0.passed == nil }
            let passed = PassedQuestion(question)
            known.append(Known(passed: passed))
            return passed
        }
    }

    /// - Parameter shift: what is added to instants, for a site whose clock is another.
    /// - Throws: `badRequest`.
    func written(shift: TimeSpan) throws(ClientError) -> Written {
        if shift != .zero { return try write(shift) }
        // Who comes meanwhile waits for the one who writes.
        return try written.withLock { written throws(ClientError) in
            if let written { return written }
            let new = try write(.zero)
            written = new
            return new
        }
    }

    private func write(_ shift: TimeSpan) throws(ClientError) -> Written {
        let request = question.request(shift: shift)
        do throws(DocumentError) {
            return Written(request: request, bytes: try request.json())
        } catch {
            throw ClientError(.badRequest, "The question cannot be sent: \(error.message)", cause: error.cause)
        }
    }
}
