import BerthClient
import BerthDocument
import BerthIdentity
import BerthSoftware

/// What the program says and tells when something went wrong: the one place that maps errors to exit codes.
enum Failure {
    static func code(of error: any Error) -> ExitCode {
        switch error {
        case let error as ProgramError: code(of: error)
        case let error as ClientError: code(of: error)
        case let error as IdentityError: code(of: error)
        case let error as SoftwareError: code(of: error)
        case is DocumentError: .badInput
        default: .broken
        }
    }

    static func code(of error: ProgramError) -> ExitCode {
        switch error.code {
        case .usage: .usage
        case .badInput: .badInput
        case .cannotRead: .cannotRead
        case .cannotWrite: .cannotWrite
        case .badConfiguration: .badConfiguration
        case .cannotStart: .unavailable
        case .unknownName: .gone
        case .strangeKey: .notYours
        case .broken: .broken
        }
    }

    static func code(of error: ClientError) -> ExitCode {
        switch error.code {
        case .badAddress, .badToken: .usage
        case .unreachable, .tooSlow, .untrusted, .brokenReply, .serviceFailed, .stopped: .silence
        case .badRequest: .badInput
        case .notIdentified, .notAllowed: .notYours
        case .notFound, .gone: .gone
        case .wrongPhase: .conflict
        case .tooMany, .unavailable: .notNow
        case .cancelled: .interrupted
        }
    }

    /// Of a sign-in.
    static func code(of error: IdentityError) -> ExitCode {
        switch error.code {
        case .unreachable, .brokenReply, .badIssuer: .silence
        case .notOffered: .usage
        case .tooLate: .notNow
        default: .notYours
        }
    }

    static func code(of error: SoftwareError) -> ExitCode {
        switch error.code {
        case .notReadable, .notSoftware, .badArchive, .tooLarge: .badInput
        case .cannotRead: .cannotRead
        case .badSettings: .badConfiguration
        case .notFound: .gone
        case .tooBusy: .notNow
        case .unreachable, .tooSlow, .addressRefused, .tooManyRedirects, .brokenReply: .silence
        }
    }

    static func text(of error: any Error) -> String {
        ("\(error)" + remedy(for: error)).split(separator: "\n", omittingEmptySubsequences: false).map {
            String($0).printable
        }
        .joined(separator: "\n")
    }

    /// What helps when the program is new to somebody.
    private static func remedy(for error: any Error) -> String {
        guard let error = error as? ClientError else { return "" }
        return switch error.code {
        case .unreachable: "\nStart a broker on this machine: berth serve. Or name another: --url URL, or BERTH_URL."
        case .notIdentified: "\nA token is given with --token-file FILE, or BERTH_TOKEN; or sign in: berth login."
        default: ""
        }
    }
}
