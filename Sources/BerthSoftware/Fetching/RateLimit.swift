import BerthHTTP
import BerthModel

/// How long a service wants to be left alone, by the headers of an answer.
///
/// Source: RFC 9110, section 10.2.3 (`Retry-After`: seconds or a date); developers.zenodo.org, Rate limiting
/// (`X-RateLimit-Remaining`, and `X-RateLimit-Reset` in seconds since 1970).
enum RateLimit {
    /// How long one is left alone that does not say how long.
    static let unsaid: Int64 = 60
    /// Whatever a service says, it is asked again on the next day.
    static let longest: Int64 = 86_400

    /// - Parameter isRefused: the answer is that it is asked too often.
    /// - Returns: seconds, at least one; nil where it may be asked at once.
    static func wait(_ headers: HTTPHeaders, isRefused: Bool, now: Instant) -> Int64? {
        let reset = headers["X-RateLimit-Reset"].flatMap { Int64($0) }.map { $0 - now.seconds }
        if isRefused {
            let wanted = headers["Retry-After"].flatMap { seconds($0, now: now) } ?? reset ?? unsaid
            return min(max(wanted, 1), longest)
        }
        // The last of this stretch of time was this one.
        guard headers["X-RateLimit-Remaining"].flatMap({ Int64($0) }) == 0, let reset, reset > 0 else { return nil }
        return min(reset, longest)
    }

    private static func seconds(_ field: String, now: Instant) -> Int64? {
        Int64(field) ?? HTTPDate.instant(field).map { $0.seconds - now.seconds }
    }
}
