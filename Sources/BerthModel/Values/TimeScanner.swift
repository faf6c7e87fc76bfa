/// Reads the parts of ISO 8601 texts, byte by byte.
struct TimeScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }
    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func take(_ character: Character) -> Bool {
        guard let next, next == character.asciiValue else { return false }
        position += 1
        return true
    }

    /// Exactly so many digits.
    private mutating func digits(_ count: Int) -> Int64? {
        var value: Int64 = 0
        for _ in 0..<count {
            guard let next, (48...57).contains(next) else { return nil }
            value = value * 10 + Int64(next - 48)
            position += 1
        }
        return value
    }

    /// One digit or more, `nil` when there is none or the number passes 64 bits.
    private mutating func number() -> Int64? {
        var value: Int64 = 0
        let start = position
        while let next, (48...57).contains(next) {
            let (product, overflowed) = value.multipliedReportingOverflow(by: 10)
            let (sum, overflowedToo) = product.addingReportingOverflow(Int64(next - 48))
            if overflowed || overflowedToo { return nil }
            value = sum
            position += 1
        }
        return position > start ? value : nil
    }

    /// The digits after a comma or point, in billionths; 0 when there is neither, `nil` when digits are missing.
    private mutating func fraction() -> Int64? {
        guard take(".") || take(",") else { return 0 }
        var value: Int64 = 0
        var scale: Int64 = 1_000_000_000
        let start = position
        while let next, (48...57).contains(next) {
            scale /= 10
            value += Int64(next - 48) * scale
            position += 1
        }
        return position > start ? value : nil
    }

    /// A date with or without a time; the time needs an offset.
    mutating func instant() -> Instant? {
        guard let (instant, _) = instantOrDate() else { return nil }
        return instant
    }

    /// The instant, and whether only a date was written. Takes nothing when there is none, so that what was half an
    /// instant is not read as half of something else.
    mutating func instantOrDate() -> (Instant, isDate: Bool)? {
        let start = position
        guard let (instant, isDate) = wholeInstantOrDate(), (Instant.earliest...Instant.latest).contains(instant) else {
            position = start
            return nil
        }
        return (instant, isDate)
    }

    private mutating func wholeInstantOrDate() -> (Instant, isDate: Bool)? {
        guard let year = digits(4), take("-"), let month = digits(2), take("-"), let day = digits(2),
            let days = CivilDate.days(year: year, month: month, day: day)
        else { return nil }
        let midnight = days * 86_400_000
        guard take("T") || take("t") || take(" ") else { return (Instant(milliseconds: midnight), true) }
        guard let hour = digits(2), hour <= 24, take(":"), let minute = digits(2), minute <= 59 else { return nil }
        var milliseconds = midnight + hour * 3_600_000 + minute * 60_000
        var seconds: Int64 = 0
        if take(":") {
            // A leap second is read as the moment after it.
            guard let whole = digits(2), whole <= 60, let billionths = fraction() else { return nil }
            seconds = whole
            milliseconds += whole * 1000 + billionths / 1_000_000
        }
        if hour == 24, minute != 0 || seconds != 0 { return nil }
        guard let offset = offset() else { return nil }
        return (Instant(milliseconds: milliseconds - offset), false)
    }

    /// `Z` or `±hh:mm`, in milliseconds east of UTC.
    private mutating func offset() -> Int64? {
        if take("Z") || take("z") { return 0 }
        let sign: Int64
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = digits(2), hours <= 23 else { return nil }
        // ISO 8601 leaves out the minutes of whole hours, RFC 3339 does not.
        let isDigit = next.map { (48...57).contains($0) } ?? false
        guard take(":") || isDigit else { return sign * hours * 3_600_000 }
        guard let minutes = digits(2), minutes <= 59 else { return nil }
        return sign * (hours * 3_600_000 + minutes * 60_000)
    }

    /// `PnW`, or days and a time in any combination; only the last number may have a fraction.
    mutating func duration() throws(TimeSpan.ReadingError) -> TimeSpan {
        let negative = take("-")
        guard take("P") else { throw .notADuration }
        var milliseconds: Int64 = 0
        var inTime = false
        var parts = 0
        var lastRank = -1
        var fractionSeen = false
        while !isAtEnd {
            if next == UInt8(ascii: "/") { break }
            if take("T") {
                if inTime { throw .notADuration }
                inTime = true
                guard let next, (48...57).contains(next) else { throw .notADuration }
                continue
            }
            if fractionSeen { throw .notADuration }
            let start = position
            guard let whole = number() else { throw position > start ? .tooLong : .notADuration }
            let end = position
            guard let billionths = fraction() else { throw .notADuration }
            fractionSeen = position > end
            let (unit, rank) = try designator(inTime: inTime)
            if rank <= lastRank { throw .notADuration }
            lastRank = rank
            let (product, overflowed) = whole.multipliedReportingOverflow(by: unit)
            let share = Int64(Double(billionths) / 1_000_000_000 * Double(unit) + 0.5)
            let (part, overflowedToo) = product.addingReportingOverflow(share)
            let (sum, overflowedAgain) = milliseconds.addingReportingOverflow(part)
            if overflowed || overflowedToo || overflowedAgain { throw .tooLong }
            milliseconds = sum
            parts += 1
        }
        if parts == 0 { throw .notADuration }
        return TimeSpan(milliseconds: negative ? -milliseconds : milliseconds)
    }

    /// The unit of a number in milliseconds, and its place in the order of units.
    private mutating func designator(inTime: Bool) throws(TimeSpan.ReadingError) -> (Int64, Int) {
        if inTime {
            if take("H") { return (3_600_000, 4) }
            if take("M") { return (60_000, 5) }
            if take("S") { return (1000, 6) }
        } else {
            if take("Y") || take("M") { throw .ambiguous }
            if take("W") { return (604_800_000, 2) }
            if take("D") { return (86_400_000, 3) }
        }
        throw .notADuration
    }
}
