import Testing

@testable import BerthIdentity

/// The error of what is refused, with its code and its whole text.
func refused(_ code: IdentityError.Code, _ message: String, _ body: () async throws -> Void) async {
    do {
        try await body()
        Issue.record("nothing was refused")
    } catch {
        #expect((error as? IdentityError)?.code == code)
        #expect((error as? IdentityError)?.message == message)
    }
}
