import BerthAnswers
import BerthClient
import BerthDocument
import BerthModel

/// Somebody at a command line who speaks to a broker: with which token, and how the answers are to be shown.
struct Caller: Sendable {
    /// How answers are shown.
    enum Form: Sendable, Hashable { case people, json, yaml }

    let client: BrokerClient
    let surroundings: Surroundings
    let form: Form

    var console: Console { surroundings.console }
    var time: TimeText { surroundings.time }

    /// - Throws: `usage`, `cannotRead`, `badConfiguration`; `ClientError` for a URL or a token that cannot be used.
    init(_ invocation: Invocation, _ surroundings: Surroundings) throws {
        self.surroundings = surroundings
        if invocation.has(.json) && invocation.has(.yaml) {
            throw ProgramError(.usage, "--json and --yaml are two ways to print one document; leave one out.")
        }
        form = invocation.has(.json) ? .json : invocation.has(.yaml) ? .yaml : .people
        let chosen = try ClientChoice(
            url: invocation.text(.url), tokenFile: invocation.text(.tokenFile),
            authorityFile: invocation.text(.authorityFile), config: invocation.text(.config), surroundings)
        client = try BrokerClient(url: chosen.url, token: chosen.token, authorityFile: chosen.authorityFile)
    }

    /// Prints a document as the broker wrote it; for people what the lines say.
    func show(_ document: Document, _ lines: () -> [String]) throws(ProgramError) {
        switch form {
        case .people: console.print(lines())
        case .json, .yaml:
            do throws(DocumentError) {
                let bytes = try document.written(as: form == .json ? .json : .yaml, pretty: true)
                console.write(.output, bytes.last == 10 ? bytes : bytes + [10])
            } catch {
                throw ProgramError(.broken, "The answer cannot be printed: \(error.message)", cause: error.cause)
            }
        }
    }
}
