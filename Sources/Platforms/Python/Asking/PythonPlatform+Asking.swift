import BerthDocument
import BerthModel
package import BerthPlatform

extension PythonPlatform {
    package func canIDoThis(_ question: Question) async -> Answer {
        let begin = ContinuousClock.now
        func waited() -> TimeSpan {
            let (seconds, rest) = (ContinuousClock.now - begin).components
            return TimeSpan(milliseconds: seconds * 1000 + rest / 1_000_000_000_000_000)
        }
        let worker = worker
        // How much there is, is known before it is promised.
        let reply = await within(settings.answerTime) { () -> WorkerReply<WorkerAnswer> in
            if case .fault(let fault) = await worker.profile() { return .fault(fault) }
            let parameters: Document = ["question": WorkerQuestion(question).document(for: .json)]
            return await worker.call(
                "canIDoThis", parameters, within: .milliseconds(settings.answerTime.milliseconds),
                as: WorkerAnswer.self)
        }
        switch reply {
        case .fault(let fault): return .silence(fault.silence(of: settings.name, waited: waited()))
        case .result(let said):
            let (answer, problem) = said.told(settings.name, waited: waited())
            return answer
                ?? .silence(WorkerFault(.nonsense, problem).silence(of: settings.name, waited: waited()))
        }
    }

    /// Both calls together have the time of one.
    private func within(
        _ time: TimeSpan, _ ask: @escaping @Sendable () async -> WorkerReply<WorkerAnswer>
    ) async -> WorkerReply<WorkerAnswer> {
        let asking = Task { await ask() }
        let (first, replies) = AsyncStream<WorkerReply<WorkerAnswer>>.makeStream()
        let clock = Task {
            // The call ends first by itself, and says what it was.
            try? await Task.sleep(for: .milliseconds(time.milliseconds + 50), tolerance: .milliseconds(1))
            if !Task.isCancelled { replies.yield(.fault(WorkerFault(.tooSlow, "it did not answer within \(time)"))) }
        }
        let waiting = Task { replies.yield(await asking.value) }
        defer {
            clock.cancel()
            waiting.cancel()
        }
        return await withTaskCancellationHandler {
            for await reply in first {
                asking.cancel()
                return reply
            }
            return .fault(WorkerFault(.dropped, "nobody waited for it any more"))
        } onCancel: {
            asking.cancel()
        }
    }
}
