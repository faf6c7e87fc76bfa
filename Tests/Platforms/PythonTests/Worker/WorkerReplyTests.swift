import BerthModel
import BerthPlatform
import Testing

@testable import BerthPython

@Suite struct WorkerReplyTests {
    private static func said(_ code: String) -> WorkerFault {
        var error = WorkerError()
        (error.code, error.message, error.detail) = (code, "The lab is on fire.", "line 3")
        return WorkerFault(.said(error), error.whole)
    }

    @Test func `who asks hears no words of an exception, and an administrator does`() {
        let silence = Self.said("broken").silence(of: "lab", waited: TimeSpan(seconds: 1))
        #expect(
            silence
                == Silence(
                    .brokenReply, "The plugin of lab failed.", waited: TimeSpan(seconds: 1),
                    detail: "The lab is on fire.; line 3"))
        let error = Self.said("badRequest").error(of: "lab")
        #expect(
            (error.code, error.message, error.detail) == (
                .broken, "The plugin of lab failed; its log says why.", "The lab is on fire.; line 3"
            ))
    }

    @Test func `what the plugin meant to say is said`() {
        #expect(
            Self.said("notFound").silence(of: "lab", waited: .zero).message
                == "lab could not find out: The lab is on fire.")
        let error = Self.said("paper").error(of: "lab")
        #expect((error.code.rawValue, error.message) == ("paper", "The lab is on fire."))
    }

    @Test(arguments: [
        (WorkerFault.Cause.ended, "unreachable The plugin of lab is not running.", "unreachable"),
        (.away, "unreachable The plugin of lab is not running.", "unreachable"),
        (.tooSlow, "tooSlow The plugin of lab did not answer in time.", "unreachable"),
        (.dropped, "tooSlow The plugin of lab did not answer in time.", "cancelled"),
        (.nonsense, "brokenReply The plugin of lab gave an answer that is none.", "broken"),
    ])
    func `each cause has a word`(_ cause: WorkerFault.Cause, _ silence: String, _ code: String) {
        let fault = WorkerFault(cause, "it ended")
        let found = fault.silence(of: "lab", waited: .zero)
        #expect("\(found.reason.rawValue) \(found.message)" == silence)
        #expect(fault.error(of: "lab").code.rawValue == code)
    }
}
