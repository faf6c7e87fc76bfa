/// The time from `start` to `end`. Source: ISO 8601-1:2019, 5.5.
///
/// As a window for a start both ends belong to it: an interval of no length asks for exactly that instant.
public struct Interval: Sendable, Hashable, CustomStringConvertible {
    public var start: Instant
    public var end: Instant

    public init(start: Instant, end: Instant) {
        self.start = start
        self.end = end
    }

    /// Why a text is not an interval.
    public enum ReadingError: Error, Sendable, Hashable {
        case notAnInterval, endsBeforeItBegins
        case duration(TimeSpan.ReadingError)
    }

    /// Reads `start/end`, `start/duration`, `duration/end`, a date alone (the whole day) and an instant alone.
    public init(reading text: String) throws(ReadingError) {
        var text = text
        let result = text.withUTF8 { bytes -> Result<Interval, ReadingError> in
            var scanner = TimeScanner(bytes)
            do throws(ReadingError) {
                let interval = try Interval.read(&scanner)
                return scanner.isAtEnd ? .success(interval) : .failure(.notAnInterval)
            } catch {
                return .failure(error)
            }
        }
        let interval = try result.get()
        if interval.end < interval.start { throw .endsBeforeItBegins }
        self = interval
    }

    private static func read(_ scanner: inout TimeScanner) throws(ReadingError) -> Interval {
        guard let (start, isDate) = scanner.instantOrDate() else {
            let span = try duration(&scanner)
            guard scanner.take("/"), let end = scanner.instant() else { throw .notAnInterval }
            return Interval(start: end - span, end: end)
        }
        if scanner.isAtEnd {
            return Interval(start: start, end: isDate ? start + TimeSpan(seconds: 86_400) : start)
        }
        guard scanner.take("/") else { throw .notAnInterval }
        if let end = scanner.instant() { return Interval(start: start, end: end) }
        return Interval(start: start, end: start + (try duration(&scanner)))
    }

    private static func duration(_ scanner: inout TimeScanner) throws(ReadingError) -> TimeSpan {
        do throws(TimeSpan.ReadingError) {
            return try scanner.duration()
        } catch {
            throw error == .notADuration ? .notAnInterval : .duration(error)
        }
    }

    /// `start/end`, both in UTC.
    public var description: String { "\(start)/\(end)" }
}
