/// What the program tells the one who started it.
///
/// The answers of a broker are numbers between those that shells and `sysexits.h` use and the small ones that programs
/// choose for themselves.
struct ExitCode: Sendable, Hashable {
    var value: Int32
    init(_ value: Int32) { self.value = value }

    static let success = ExitCode(0)
    static let no = ExitCode(10)
    static let notNow = ExitCode(11)
    static let silence = ExitCode(12)
    static let notYours = ExitCode(13)
    static let gone = ExitCode(14)
    static let notWell = ExitCode(15)
    static let conflict = ExitCode(16)
    static let usage = ExitCode(64)
    static let badInput = ExitCode(65)
    static let cannotRead = ExitCode(66)
    static let unavailable = ExitCode(69)
    static let broken = ExitCode(70)
    static let cannotWrite = ExitCode(73)
    static let badConfiguration = ExitCode(78)
    static let hungUp = ExitCode(129)
    static let interrupted = ExitCode(130)
    static let nobodyReads = ExitCode(141)
    static let terminated = ExitCode(143)

    /// A table of Markdown.
    static var markdown: String {
        let rows = table.map { "| \($0.code.value) | \($0.meaning) |\n" }
        return "| code | meaning |\n|---|---|\n" + rows.joined()
    }

    /// Every number with its meaning, for `berth help exit-codes` and the documents.
    static let table: [(code: ExitCode, meaning: String)] = [
        (.success, "Yes: there are offers, the session completed, the command did what it should."),
        (.no, "No: the answer is NO, for reasons that waiting does not mend."),
        (.notNow, "Not now: the answer is NO because of what is booked, or the broker is busy. Try again later."),
        (.silence, "Silence: the broker cannot be reached, or it does not answer as a broker does."),
        (.notYours, "Not yours: who asks is not known, or may not do this."),
        (.gone, "Gone: the offer has expired, or there is no offer, session or broker of that name."),
        (
            .notWell,
            "Not well: the session ended FAILED, CANCELLED, REJECTED or EXPIRED without a code of its task; "
                + "or platforms check misses something."
        ),
        (.conflict, "Conflict: the phase of the session does not allow this."),
        (.usage, "The command line cannot be meant."),
        (.badInput, "A file is not what it should be; the message names the line."),
        (.cannotRead, "A file cannot be read."),
        (.unavailable, "The service cannot be started: its address or its database is in use or cannot be used."),
        (.broken, "A mistake of the program itself. Please report it."),
        (.cannotWrite, "A file, or the output, cannot be written."),
        (.badConfiguration, "The configuration cannot be meant; the message names the line."),
        (.hungUp, "The terminal was closed. What runs at the broker goes on."),
        (.interrupted, "Ctrl-C. What runs at the broker goes on."),
        (.nobodyReads, "Nobody reads the output any more."),
        (.terminated, "SIGTERM while it waited. What runs at the broker goes on."),
    ]
}
