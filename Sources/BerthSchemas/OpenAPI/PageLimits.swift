/// How many sessions `GET /sessions` answers.
package enum PageLimits {
    /// Sessions of a page when nobody says how many.
    package static let standard = 100
    /// More sessions than this cannot be asked for at once.
    package static let maximum = 1000
}
