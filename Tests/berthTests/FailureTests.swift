import BerthClient
import BerthDocument
import BerthIdentity
import Testing

@testable import berth

struct FailureTests {
    @Test(arguments: [
        (ProgramError.Code.usage, ExitCode.usage), (.badInput, .badInput), (.cannotRead, .cannotRead),
        (.cannotWrite, .cannotWrite), (.badConfiguration, .badConfiguration), (.cannotStart, .unavailable),
        (.unknownName, .gone), (.broken, .broken),
    ])
    func ofTheProgram(_ code: ProgramError.Code, _ exit: ExitCode) {
        #expect(Failure.code(of: ProgramError(code, "x")) == exit)
    }

    @Test(arguments: [
        (ClientError.Code.badAddress, ExitCode.usage), (.badToken, .usage), (.unreachable, .silence),
        (.tooSlow, .silence), (.untrusted, .silence), (.brokenReply, .silence), (.badRequest, .badInput),
        (.notIdentified, .notYours), (.notAllowed, .notYours), (.notFound, .gone), (.wrongPhase, .conflict),
        (.gone, .gone), (.tooMany, .notNow), (.unavailable, .notNow), (.serviceFailed, .silence),
        (.cancelled, .interrupted), (.stopped, .silence),
    ])
    func ofTheBroker(_ code: ClientError.Code, _ exit: ExitCode) {
        #expect(Failure.code(of: ClientError(code, "x")) == exit)
    }

    @Test(arguments: [
        (IdentityError.Code.unreachable, ExitCode.silence), (.brokenReply, .silence), (.badIssuer, .silence),
        (.notOffered, .usage), (.tooLate, .notNow), (.denied, .notYours), (.signInAgain, .notYours),
    ])
    func ofASignIn(_ code: IdentityError.Code, _ exit: ExitCode) {
        #expect(Failure.code(of: IdentityError(code, "x")) == exit)
    }

    @Test func everyExitCodeIsDocumentedOnce() {
        #expect(Set(ExitCode.table.map(\.code)).count == ExitCode.table.count)
        let told = Set(ExitCode.table.map(\.code))
        for code in ClientError.Code.allCases { #expect(told.contains(Failure.code(of: ClientError(code, "")))) }
        for code in ProgramError.Code.allCases { #expect(told.contains(Failure.code(of: ProgramError(code, "")))) }
    }

    @Test func textsCannotCommandATerminal() {
        #expect(Failure.text(of: ProgramError(.usage, "a\u{1B}b\nc", cause: "d")) == "a\u{FFFD}b\nc (d)")
        #expect(Failure.code(of: DocumentError(.empty, "x")) == .badInput)
        #expect(Failure.code(of: CancellationError()) == .broken)
    }
}
