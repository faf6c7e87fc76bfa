import Testing

@testable import BerthHTTP

/// The error that a call throws; a call that throws none, or another, fails the test.
func failure<Value>(
    _ location: SourceLocation = #_sourceLocation, _ body: () async throws -> Value
) async throws -> HTTPError {
    do {
        let value = try await body()
        Issue.record("no error but \(value)", sourceLocation: location)
        throw HTTPError(.localFailure, "no error")
    } catch let error as HTTPError {
        return error
    }
}
