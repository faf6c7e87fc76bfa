/// A point in time, in milliseconds since 1970-01-01T00:00:00Z. Source: RFC 3339; ISO 8601-1:2019, 5.4.
public struct Instant: Sendable, Hashable, Comparable, CustomStringConvertible {
    public var milliseconds: Int64

    public init(milliseconds: Int64) { self.milliseconds = milliseconds }
    /// Stops at the ends of what 64 bits of milliseconds can count.
    public init(seconds: Int64) { milliseconds = TimeSpan(seconds: seconds).milliseconds }

    /// Whole seconds, rounded down.
    public var seconds: Int64 { milliseconds.floorDivided(by: 1000) }

    /// The years that RFC 3339 can write.
    public static let earliest = Instant(milliseconds: -62_167_219_200_000)
    public static let latest = Instant(milliseconds: 253_402_300_799_999)

    /// Reads a date and time with an offset, or a date alone, which is its first moment in UTC.
    public init?(_ text: String) {
        var text = text
        guard
            let instant = text.withUTF8({ bytes -> Instant? in
                var scanner = TimeScanner(bytes)
                guard let instant = scanner.instant(), scanner.isAtEnd else { return nil }
                return instant
            })
        else { return nil }
        self = instant
    }

    /// RFC 3339 in UTC; the fraction of a second is written only when there is one.
    public var description: String {
        let days = milliseconds.floorDivided(by: 86_400_000)
        // Not the difference, which 64 bits do not hold on the first day of all.
        let rest = milliseconds % 86_400_000
        let within = rest < 0 ? rest + 86_400_000 : rest
        let (year, month, day) = CivilDate.from(days: days)
        return String(unsafeUninitializedCapacity: 32) { buffer in
            var writer = DigitWriter(buffer: buffer)
            writer.write(year, digits: 4)
            writer.write(UInt8(ascii: "-"))
            writer.write(month, digits: 2)
            writer.write(UInt8(ascii: "-"))
            writer.write(day, digits: 2)
            writer.write(UInt8(ascii: "T"))
            writer.write(within / 3_600_000, digits: 2)
            writer.write(UInt8(ascii: ":"))
            writer.write(within / 60_000 % 60, digits: 2)
            writer.write(UInt8(ascii: ":"))
            writer.write(within / 1000 % 60, digits: 2)
            if within % 1000 != 0 {
                writer.write(UInt8(ascii: "."))
                writer.write(within % 1000, digits: 3)
            }
            writer.write(UInt8(ascii: "Z"))
            return writer.count
        }
    }

    public static func < (left: Instant, right: Instant) -> Bool { left.milliseconds < right.milliseconds }

    /// The instant after a span; stops at the ends of what can be written.
    public static func + (instant: Instant, span: TimeSpan) -> Instant {
        let (sum, overflow) = instant.milliseconds.addingReportingOverflow(span.milliseconds)
        if overflow { return span.milliseconds > 0 ? latest : earliest }
        return min(max(Instant(milliseconds: sum), earliest), latest)
    }

    public static func - (instant: Instant, span: TimeSpan) -> Instant {
        instant + TimeSpan(milliseconds: span.milliseconds == .min ? .max : -span.milliseconds)
    }

    public static func - (left: Instant, right: Instant) -> TimeSpan {
        let (difference, overflow) = left.milliseconds.subtractingReportingOverflow(right.milliseconds)
        return TimeSpan(milliseconds: overflow ? (left > right ? .max : .min) : difference)
    }
}

/// Days of the proleptic Gregorian calendar.
enum CivilDate {
    /// Days since 1970-01-01 of a date that exists, else `nil`.
    static func days(year: Int64, month: Int64, day: Int64) -> Int64? {
        guard (1...12).contains(month), day >= 1, day <= length(ofMonth: month, year: year) else { return nil }
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted.floorDivided(by: 400)
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    static func from(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = shifted.floorDivided(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    private static func length(ofMonth month: Int64, year: Int64) -> Int64 {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension Int64 {
    /// Division that rounds towards minus infinity, for a positive divisor.
    func floorDivided(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

extension String {
    mutating func append(padded number: Int64, _ digits: Int) {
        let text = String(number)
        for _ in 0..<max(0, digits - text.utf8.count) { append("0") }
        append(text)
    }
}

/// Writes the parts of a date into memory that is long enough for the years that 64 bits of milliseconds can name.
private struct DigitWriter {
    let buffer: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init(buffer: UnsafeMutableBufferPointer<UInt8>) { self.buffer = buffer }

    mutating func write(_ character: UInt8) {
        buffer[count] = character
        count += 1
    }

    /// With zeros before it up to a number of digits; a number that has more is written with all of them.
    mutating func write(_ number: Int64, digits least: Int) {
        if number < 0 { write(UInt8(ascii: "-")) }
        var digits = 1
        var rest = number.magnitude / 10
        while digits < least || rest > 0 {
            rest /= 10
            digits += 1
        }
        rest = number.magnitude
        for place in stride(from: count + digits - 1, through: count, by: -1) {
            buffer[place] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
        }
        count += digits
    }
}
