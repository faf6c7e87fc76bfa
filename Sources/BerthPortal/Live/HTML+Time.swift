import BerthAnswers
import BerthModel

extension HTML {
    /// An instant, in UTC; a script writes it in the time of the reader.
    static func time(_ instant: Instant, _ now: Instant) -> HTML {
        let time = TimeText(now: now, offset: { _ in 0 })
        return "<time datetime=\"\(machine(instant))\" data-clock>\(time.clock(instant)) UTC</time>"
    }

    /// How long it is until an instant, or since; a script counts on.
    static func countdown(_ instant: Instant, _ now: Instant) -> HTML {
        let time = TimeText(now: now, offset: { _ in 0 })
        return "<time datetime=\"\(machine(instant))\" data-count>\(time.relative(instant))</time>"
    }

    /// Whole seconds: what every browser reads.
    private static func machine(_ instant: Instant) -> String { Instant(seconds: instant.seconds).description }
}
