package import BerthModel

/// Instants and durations for people: in the zone of the reader, and seen from now.
package struct TimeText: Sendable {
    package var now: Instant
    /// Seconds to add to UTC at an instant.
    package var offset: @Sendable (Instant) -> Int64

    package init(now: Instant, offset: @escaping @Sendable (Instant) -> Int64) {
        self.now = now
        self.offset = offset
    }

    /// `14:05:00` on the day of the reader, else `2030-01-31 14:05`.
    package func clock(_ instant: Instant) -> String {
        let text = local(instant)
        let date = text.prefix(10)
        let time = text.dropFirst(11)
        return date == local(now).prefix(10) ? String(time.prefix(8)) : "\(date) \(time.prefix(5))"
    }

    /// `in 4 min`, `3 h ago`, `now`.
    package func relative(_ instant: Instant) -> String {
        // Whole seconds of what is between, and not between whole seconds: that could be one more.
        let seconds = (instant - now).milliseconds / 1000
        if seconds == 0 { return "now" }
        let span = Self.span(TimeSpan(seconds: Int64(seconds.magnitude)))
        return seconds > 0 ? "in \(span)" : "\(span) ago"
    }

    /// `14:05:00 (in 4 min)`.
    package func both(_ instant: Instant) -> String { "\(clock(instant)) (\(relative(instant)))" }

    /// The two largest units: `2 h 30 min`, `45 s`, `3 d 4 h`.
    package static func span(_ span: TimeSpan) -> String {
        let seconds = span.milliseconds.magnitude / 1000
        if seconds == 0 { return span.milliseconds == 0 ? "0 s" : "\(span.milliseconds.magnitude) ms" }
        let parts: [(UInt64, String)] = [
            (seconds / 86_400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s"),
        ]
        guard let first = parts.firstIndex(where: { $0.0 > 0 }) else { return "0 s" }
        return parts[first...].prefix(2).filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: " ")
    }

    private func local(_ instant: Instant) -> String {
        (instant + TimeSpan(seconds: offset(instant))).description
    }
}
