extension Command {
    /// Every command, in the order in which the help lists them: the loop, then sessions, then files, then the rest.
    static let all: [Command] = [
        .run, .ask, .why, .snapshot, .accept, .reject, .offerExport, .verify, .direct, .sessions, .show, .watch, .logs,
        .cancel, .platforms, .platformsCheck, .platformsDiscover, .registrySearch, .registryRecord, .brokerKey,
        .keyRotate,
        .login, .logout, .initialise, .check, .convert, .codemetaInit, .codemetaCheck, .codemetaConvert, .serve,
        .configCheck, .configShow, .completion, .version, .help,
    ]
}
