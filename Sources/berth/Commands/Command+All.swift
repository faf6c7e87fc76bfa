extension Command {
    /// Every command, in the order in which the help lists them: the loop, then sessions, then files, then the rest.
    static let all: [Command] = [
        .initialise, .check, .convert, .configCheck, .configShow, .completion, .version, .help,
    ]
}
