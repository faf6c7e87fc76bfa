package import BerthModel

extension Session {
    /// Who offers it, where there is more than one who could.
    package var platform: String? {
        component.meta?.messages.lazy.compactMap { $0.values["platform"] }.first
    }

    /// The code with which the task ended; nil when it did not end by itself.
    package var taskExitCode: Int32? {
        if phase == .completed { return 0 }
        guard phase == .failed else { return nil }
        let said = component.meta?.messages.last { $0.values["exitCode"] != nil }?.values["exitCode"]
        return said.flatMap { Int32($0) }
    }
}
