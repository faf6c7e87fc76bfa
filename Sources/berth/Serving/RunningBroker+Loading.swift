import BerthBroker
import BerthPlatform

extension RunningBroker {
    /// One line for each platform whose code does not load: it may be long before somebody asks it.
    static func tellWhatDoesNotLoad(_ platforms: [any Platform], _ log: EventLog) {
        for case let platform as any CodeLoading in platforms {
            Task {
                guard let missing = await platform.findings().first(where: { !$0.isWell }) else { return }
                log.log(
                    BrokerEvent(
                        .warning, "platform.notLoaded",
                        [
                            "platform": platform.profile.name, "problem": missing.found,
                            "remedy": missing.remedy ?? "look with berth platforms check",
                        ]))
            }
        }
    }
}
