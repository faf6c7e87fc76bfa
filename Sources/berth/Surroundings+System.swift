import BerthBroker
import BerthModel
import Glibc

extension Surroundings {
    /// Those of the process.
    static func system(signals: Signals) -> Surroundings {
        let environment: @Sendable (String) -> String? = { name in getenv(name).map { String(cString: $0) } }
        let world = SystemWorld()
        return Surroundings(
            console: .system(environment), environment: environment, now: { world.now() },
            zone: { instant in
                var seconds = time_t(instant.seconds)
                var parts = tm()
                return localtime_r(&seconds, &parts) == nil ? 0 : Int64(parts.tm_gmtoff)
            }, signals: signals)
    }
}
