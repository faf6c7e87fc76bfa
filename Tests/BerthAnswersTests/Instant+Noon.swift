import BerthModel

@testable import BerthAnswers

extension Instant {
    /// Noon of a day in the future: whoever shows a time shows the same each time.
    static let noon = Instant("2030-01-31T12:00:00Z") ?? Instant(seconds: 0)
}

extension TimeText {
    static let noon = TimeText(now: .noon, offset: { _ in 0 })
}
