/// A length of time in milliseconds. Source: ISO 8601-1:2019, 5.5.2.
///
/// Years and months are refused: how long they are depends on when they begin.
public struct TimeSpan: Sendable, Hashable, Comparable, CustomStringConvertible {
    public var milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }
    public init(seconds: Int64) {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        milliseconds = overflow ? (seconds > 0 ? .max : .min) : product
    }

    public static let zero = TimeSpan(milliseconds: 0)

    /// Whole seconds, rounded up: a booking for the span holds all of it.
    public var secondsRoundedUp: Int64 {
        let whole = milliseconds.floorDivided(by: 1000)
        return whole * 1000 == milliseconds ? whole : whole + 1
    }

    /// Why a text is not a length of time.
    public enum ReadingError: Error, Sendable, Hashable {
        case notADuration, ambiguous, tooLong
    }

    /// - Throws: `notADuration` for what the standard does not write, `ambiguous` for years and months, `tooLong`
    ///   beyond 64 bits of milliseconds.
    public init(reading text: String) throws(ReadingError) {
        var text = text
        let result = text.withUTF8 { bytes -> Result<TimeSpan, ReadingError> in
            var scanner = TimeScanner(bytes)
            do throws(ReadingError) {
                let span = try scanner.duration()
                return scanner.isAtEnd ? .success(span) : .failure(.notADuration)
            } catch {
                return .failure(error)
            }
        }
        self = try result.get()
    }

    public init?(_ text: String) {
        guard let span = try? TimeSpan(reading: text) else { return nil }
        self = span
    }

    /// Days, hours, minutes and seconds: `P1DT2H`, `PT0.5S`, `PT0S`.
    public var description: String {
        if milliseconds == 0 { return "PT0S" }
        var text = milliseconds < 0 ? "-P" : "P"
        let magnitude = milliseconds.magnitude
        let days = magnitude / 86_400_000
        if days > 0 { text += "\(days)D" }
        let within = magnitude % 86_400_000
        if within == 0 { return text }
        text += "T"
        if within / 3_600_000 > 0 { text += "\(within / 3_600_000)H" }
        if within / 60_000 % 60 > 0 { text += "\(within / 60_000 % 60)M" }
        let seconds = within / 1000 % 60
        let fraction = Int64(within % 1000)
        if fraction > 0 {
            var digits = ""
            digits.append(padded: fraction, 3)
            while digits.last == "0" { digits.removeLast() }
            text += "\(seconds).\(digits)S"
        } else if seconds > 0 {
            text += "\(seconds)S"
        }
        return text
    }

    public static func < (left: TimeSpan, right: TimeSpan) -> Bool { left.milliseconds < right.milliseconds }

    public static func + (left: TimeSpan, right: TimeSpan) -> TimeSpan {
        let (sum, overflow) = left.milliseconds.addingReportingOverflow(right.milliseconds)
        return TimeSpan(milliseconds: overflow ? (left.milliseconds > 0 ? .max : .min) : sum)
    }
}
